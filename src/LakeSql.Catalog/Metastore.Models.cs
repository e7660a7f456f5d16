using LakeSql.Catalog.Storage;
using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog;

public sealed partial class Metastore
{
    private const string ModelVersionColumns =
        """
        SELECT model_id, version, run_id, artifact_path, digest, description, source_lineage, created_at
        FROM model_versions WHERE model_id = $1
        """;

    /// <summary>Registers a model with its first version, or neither.</summary>
    public ModelVersion AddModel(
        Guid model,
        Guid schema,
        string name,
        string owner,
        string? runId,
        string artifactPath,
        string digest,
        string descriptionJson,
        string? sourceLineage) => database.Write(() =>
    {
        Create(SecurableKind.Model, schema, name, owner, null, new Dictionary<string, string>(), model);
        return AddModelVersion(model, runId, artifactPath, digest, descriptionJson, sourceLineage);
    });

    /// <summary>Registers the model's next version.</summary>
    public ModelVersion AddModelVersion(
        Guid model,
        string? runId,
        string artifactPath,
        string digest,
        string descriptionJson,
        string? sourceLineage) => database.Write(() =>
    {
        var securable = Existing(model);
        if (securable.Kind != SecurableKind.Model)
        {
            throw ErrorCode.WrongObjectKind.Error($"'{FullName(securable)}' is no model.");
        }

        var version = 1 + (FindModelVersion(model, null)?.Version ?? 0);
        var made = new ModelVersion(
            model, version, runId, artifactPath, digest, descriptionJson, sourceLineage, Now());
        database.Execute(
            "INSERT INTO model_versions VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            Row.Text(model), version, runId, artifactPath, digest, descriptionJson, sourceLineage,
            Row.Micros(made.CreatedAt));
        return made;
    });

    /// <summary>A version of a model; the newest when <paramref name="version"/> is null.</summary>
    public ModelVersion? FindModelVersion(Guid model, int? version) => database.Query(
        $"{ModelVersionColumns} AND ($2 IS NULL OR version = $2) ORDER BY version DESC LIMIT 1",
        ToModelVersion, Row.Text(model), version) is [var found] ? found : null;

    /// <summary>Takes a version out of the registry; false when there is none of that number.</summary>
    public bool DropModelVersion(Guid model, int version) => database.Write(() => database.Execute(
        "DELETE FROM model_versions WHERE model_id = $1 AND version = $2", Row.Text(model), version) > 0);

    /// <summary>Every version of a model, oldest first.</summary>
    public IReadOnlyList<ModelVersion> ModelVersions(Guid model) =>
        database.Query($"{ModelVersionColumns} ORDER BY version", ToModelVersion, Row.Text(model));

    /// <summary>What the versions of all models were trained on: for each its tables with their versions.</summary>
    public IReadOnlyList<string> TrainingData() => database.Query(
        "SELECT DISTINCT source_lineage FROM model_versions WHERE source_lineage IS NOT NULL", row => row.GetString(0));

    /// <summary>Models know what they were trained on by name.</summary>
    private void RenameTrainingData(string oldName, string newName)
    {
        foreach (var known in TrainingData())
        {
            var renamed = string.Join(", ", known.Split(", ").Select(use =>
                use.LastIndexOf('@') is > 0 and var at && use[..at] == oldName ? newName + use[at..] : use));
            if (renamed != known)
            {
                database.Execute(
                    "UPDATE model_versions SET source_lineage = $2 WHERE source_lineage = $1", known, renamed);
            }
        }
    }

    private static ModelVersion ToModelVersion(SqliteDataReader row) => new(
        row.Id(0), row.GetInt32(1), row.TextOrNull(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.TextOrNull(6), row.Instant(7));
}
