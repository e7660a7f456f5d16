using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>DROP CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL|EXTERNAL LOCATION [IF EXISTS] name [RESTRICT|CASCADE]</c>;
/// <c>DROP MODEL name VERSION n</c>
/// </summary>
public sealed record DropObject(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, bool IfExists, bool Cascade, int? ModelVersion = null)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("DROP");
        var kind = Clauses.Kind(c) ?? throw c.Unexpected();
        var ifExists = c.TakeAll("IF", "EXISTS");
        var name = c.QualifiedName();
        int? version = kind == ObjectKind.Model && c.Take("VERSION") ? c.WholeNumber() : null;
        var cascade = c.Take("CASCADE");
        if (!cascade)
        {
            c.Take("RESTRICT");
        }

        return new DropObject(c.From(start), kind, name, ifExists, cascade, version);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql
        .Raw("DROP " + Kind.SqlName() + " ").When(IfExists, "IF EXISTS ").Name(Name)
        .When(ModelVersion is not null, $" VERSION {ModelVersion}").When(Cascade, " CASCADE");
}
