using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Functions;
using LakeSql.Storage.Volumes;
using LakeSql.Syntax;

namespace LakeSql.Engine.Sessions;

/// <summary>What may stand at a place of a text.</summary>
/// <param name="Start">Where the text begins that a candidate takes the place of.</param>
/// <param name="Candidates">Whole words, names or parts of a path.</param>
public sealed record CompletionList(int Start, IReadOnlyList<string> Candidates);

/// <summary>Keywords, functions, and the names, columns and volume paths that the user may see.</summary>
internal sealed class Completion(BindContext context, Lake lake)
{
    private const int CandidatesMax = 200;

    private readonly Metastore metastore = context.Metastore;

    public CompletionList At(string text, int position)
    {
        var outline = StatementOutline.At(text, position);
        if (outline.IsComment)
        {
            return new CompletionList(position, []);
        }

        return outline.OpenString is { } path ? InPath(path, position) : InWord(text, position, outline);
    }

    private CompletionList InWord(string text, int position, StatementOutline outline)
    {
        var start = position;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.' or '`'))
        {
            start--;
        }

        var word = text[start..position];
        var dot = word.LastIndexOf('.');
        var (qualifier, prefix) = dot < 0 ? ("", word) : (word[..dot], word[(dot + 1)..]);
        var candidates = dot < 0
            ? outline.Tables.SelectMany(t => Columns(t.Name))
                .Concat(Objects(context.CurrentCatalog, context.CurrentSchema))
                .Concat(Children(metastore.RootId))
                .Concat(Principals())
                .Concat(SqlParser.Keywords).Concat(FunctionList.Names)
                .Concat(DatabricksFunctions.Names)
            : outline.Tables.Where(t => Identifier.Same(t.Alias ?? t.Name.Last, qualifier))
                .SelectMany(t => Columns(t.Name)).Concat(Below(qualifier.Split('.')));
        return new CompletionList(start + dot + 1, Matching(candidates, prefix));
    }

    /// <summary>Of a string only a volume path is known: its next part.</summary>
    private CompletionList InPath(string path, int position)
    {
        var slash = path.LastIndexOf('/');
        var parts = path.Split('/');
        var start = position - (path.Length - slash - 1);
        if (parts is not ["", "Volumes", .., _])
        {
            var isStart = path.Length > 0 && "/Volumes/".StartsWith(path, StringComparison.Ordinal);
            return isStart ? new CompletionList(position - path.Length, ["/Volumes/"])
                : new CompletionList(position, []);
        }

        try
        {
            var none = SourceSpan.None;
            IEnumerable<string> candidates = parts.Length switch
            {
                3 => Containers(metastore.RootId, SecurableKind.Catalog),
                4 => Containers(context.Names.Catalog(parts[2], none).Id, SecurableKind.Schema),
                5 => Containers(context.Names.Schema(QualifiedName.Of(parts[2], parts[3])).Id, SecurableKind.Volume),
                _ => Files(parts),
            };
            return new CompletionList(start, Matching(candidates, path[(slash + 1)..]));
        }
        catch (LakeSqlException)
        {
            return new CompletionList(position, []);
        }
    }

    private IEnumerable<string> Containers(Guid parent, SecurableKind kind) =>
        metastore.Children(parent, kind).Where(context.Names.IsVisible).Select(s => s.Name + "/");

    private IEnumerable<string> Files(string[] parts)
    {
        var volume = context.Names.Find(SecurableKind.Volume, QualifiedName.Of(parts[2], parts[3], parts[4]));
        return volume is not null && Holds(volume, Privilege.ReadVolume)
            ? lake.FilesOf(volume).List(string.Join('/', parts[5..^1]), recursive: false)
                .Select(f => Path.GetFileName(f.RelativePath) + (f.IsDirectory ? "/" : ""))
            : [];
    }

    private IEnumerable<string> Columns(QualifiedName table)
    {
        try
        {
            return context.Names.Find(SecurableKind.Table, table) is { } found && Holds(found, Privilege.Select)
                ? RelationColumns.Of(found, lake).Select(c => Identifier.Quote(c.Name))
                : [];
        }
        catch (LakeSqlException)
        {
            return [];
        }
    }

    private IEnumerable<string> Principals() =>
        Holds(metastore.ById(metastore.RootId)!, Privilege.Manage)
            ? metastore.Principals().Select(p => Identifier.Quote(p.Name)) : [];

    private bool Holds(Securable securable, Privilege privilege) =>
        metastore.Check(metastore.EffectivePrincipals(context.User), securable, privilege).Allowed;

    private IEnumerable<string> Below(string[] qualifier)
    {
        try
        {
            return qualifier.Length switch
            {
                1 when context.Names.FindCatalog(qualifier[0]) is { } catalog => Children(catalog.Id),
                1 => Objects(context.CurrentCatalog, qualifier[0]),
                2 => Objects(qualifier[0], qualifier[1]),
                _ => [],
            };
        }
        catch (LakeSqlException)
        {
            return [];
        }
    }

    private IEnumerable<string> Objects(string catalog, string schema)
    {
        try
        {
            return Children(context.Names.Schema(QualifiedName.Of(catalog, schema)).Id);
        }
        catch (LakeSqlException)
        {
            return [];
        }
    }

    private IEnumerable<string> Children(Guid parent) =>
        metastore.Children(parent, null).Where(context.Names.IsVisible).Select(s => Identifier.Quote(s.Name));

    private static List<string> Matching(IEnumerable<string> candidates, string prefix) =>
    [
        .. candidates.Where(c => c.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Distinct(Identifier.Comparer).Take(CandidatesMax),
    ];
}
