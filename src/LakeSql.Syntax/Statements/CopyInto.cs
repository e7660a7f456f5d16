using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>COPY INTO table [BY POSITION | (columns)] FROM '/Volumes/…' | (SELECT … FROM '/Volumes/…') FILEFORMAT = format
/// [FILES = (…) | PATTERN = '…'] [FORMAT_OPTIONS (…)] [COPY_OPTIONS (…)]</c>: each file is loaded once.
/// </summary>
public sealed record CopyInto(SourceSpan Span, QualifiedName Table, string Path, string Format) : Statement(Span)
{
    private static readonly string[] Formats = ["CSV", "JSON", "PARQUET", "TEXT", "BINARYFILE"];

    /// <summary>BY POSITION: columns of the files go with those of the table in order, not by name.</summary>
    public bool ByPosition { get; init; }

    /// <summary>The columns that are given; empty for all.</summary>
    public Sequence<string> Columns { get; init; } = [];

    /// <summary>What is selected from the files; empty for all of their columns.</summary>
    public Sequence<SelectItem> Items { get; init; } = [];

    /// <summary>FILES: names below the path.</summary>
    public Sequence<string> Files { get; init; } = [];

    /// <summary>PATTERN below the path.</summary>
    public string? Pattern { get; init; }

    /// <summary>FORMAT_OPTIONS: those of read_files.</summary>
    public Sequence<Option> FormatOptions { get; init; } = [];

    /// <summary>COPY_OPTIONS: force, mergeSchema.</summary>
    public Sequence<Option> CopyOptions { get; init; } = [];

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("COPY");
        c.Expect("INTO");
        var table = c.QualifiedName();
        var byPosition = c.TakeAll("BY", "POSITION");
        Sequence<string> columns = !byPosition && c.IsSymbol("(") ? c.Parenthesized(() => c.Name()) : [];
        c.Expect("FROM");
        var (items, path) = Source(c);
        c.Expect("FILEFORMAT");
        c.ExpectSymbol("=");
        var format = Formats.FirstOrDefault(f => c.Take(f)) ?? throw c.Unexpected(Formats);
        var copy = new CopyInto(start, table, path, format)
        {
            ByPosition = byPosition, Columns = columns, Items = items,
        };
        if (c.Take("FILES"))
        {
            c.ExpectSymbol("=");
            copy = copy with { Files = c.Parenthesized(() => c.StringValue()) };
        }
        else if (c.Take("PATTERN"))
        {
            c.ExpectSymbol("=");
            copy = copy with { Pattern = c.StringValue() };
        }

        copy = copy with
        {
            FormatOptions = c.Take("FORMAT_OPTIONS") ? c.Parenthesized(() => Option.Parse(c)) : [],
            CopyOptions = c.Take("COPY_OPTIONS") ? c.Parenthesized(() => Option.Parse(c)) : [],
        };
        return copy with { Span = c.From(start) };
    }

    private static (Sequence<SelectItem> Items, string Path) Source(Cursor c)
    {
        if (!c.TakeSymbol("("))
        {
            return ([], c.StringValue());
        }

        c.Expect("SELECT");
        var queries = new QueryParser(c);
        var items = c.List(queries.Item);
        c.Expect("FROM");
        var path = c.StringValue();
        c.ExpectSymbol(")");
        return (items, path);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("COPY INTO ").Name(Table).When(ByPosition, " BY POSITION");
        if (Columns.Count > 0)
        {
            sql.Raw(" (").List(Columns, c => sql.Name(c)).Raw(")");
        }

        sql.Raw(" FROM ");
        if (Items.Count > 0)
        {
            sql.Raw("(SELECT ").List(Items, i => sql.Node(i)).Raw(" FROM ").Text(Path).Raw(")");
        }
        else
        {
            sql.Text(Path);
        }

        sql.Raw(" FILEFORMAT = " + Format);
        if (Files.Count > 0)
        {
            sql.Raw(" FILES = (").List(Files, f => sql.Text(f)).Raw(")");
        }

        if (Pattern is not null)
        {
            sql.Raw(" PATTERN = ").Text(Pattern);
        }

        WriteOptions(sql, " FORMAT_OPTIONS (", FormatOptions);
        WriteOptions(sql, " COPY_OPTIONS (", CopyOptions);
    }

    private static void WriteOptions(SqlWriter sql, string words, Sequence<Option> options)
    {
        if (options.Count > 0)
        {
            sql.Raw(words).List(options, o => sql.Node(o)).Raw(")");
        }
    }
}
