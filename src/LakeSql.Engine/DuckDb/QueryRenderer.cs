using LakeSql.Common.Errors;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes bound queries for DuckDB.</summary>
/// <remarks>
/// It knows scans, queries and calls of listed functions; a name that the binder has not resolved cannot be written.
/// </remarks>
internal sealed class QueryRenderer
{
    private readonly DuckDbSql sql;
    private readonly RenderSettings settings;
    private readonly ExpressionRenderer expressions;
    private readonly DeltaRenderer delta;
    private readonly ScanRenderer scans;

    public QueryRenderer(DuckDbSql sql, RenderSettings settings)
    {
        this.sql = sql;
        this.settings = settings;
        expressions = new ExpressionRenderer(sql, this, settings);
        delta = new DeltaRenderer(sql, settings.Deletions, settings.EmptyFile);
        scans = new ScanRenderer(sql, delta, settings.Reads, expressions);
    }

    /// <summary>
    /// System tables that must be filled on the connection before the query runs, with their names there.
    /// </summary>
    public IReadOnlyList<(string Name, SystemScan Scan)> SystemScans => scans.SystemScans;

    public ExpressionRenderer Expressions => expressions;

    public void WriteScan(TableScan scan) => scans.Write(scan);

    /// <summary>The rows of some files of a table, or of files that it is about to get.</summary>
    public void WriteFiles(DeltaScan scan, IReadOnlyList<DataFile> files)
    {
        _ = scan.Policy;
        delta.Write(scan.Snapshot, files, scan.WallsDeletedRows, isBlind: false, isCopied: false);
    }

    /// <inheritdoc cref="DeltaRenderer.WritePlaced"/>
    /// <param name="scan">The table.</param>
    /// <param name="files">Which of its files.</param>
    public void WritePlaced(DeltaScan scan, IReadOnlyList<DataFile> files) => WritePlaced(scan, files, null, []);

    /// <inheritdoc cref="DeltaRenderer.WritePlaced"/>
    /// <param name="scan">The table.</param>
    /// <param name="files">Which of its files.</param>
    /// <param name="relation">What the conditions call it.</param>
    /// <param name="inside">Those that may be asked before all else: <see cref="FilePruning.InsideOf"/>.</param>
    public void WritePlaced(
        DeltaScan scan, IReadOnlyList<DataFile> files, string? relation, IReadOnlyList<Expression> inside)
    {
        _ = scan.Policy;
        scans.WriteSeen(scan, relation, inside, () => delta.WritePlaced(scan.Snapshot, files, scan.WallsDeletedRows));
    }

    /// <inheritdoc cref="DeltaRenderer.WriteMarked"/>
    public void WriteMarked(DeltaScan scan, IReadOnlyDictionary<DataFile, DeletedRows> marked)
    {
        _ = scan.Policy;
        delta.WriteMarked(scan.Snapshot, marked, scan.WallsDeletedRows);
    }

    /// <summary>Of some files of a table the rows that are given, or all the others.</summary>
    public void WriteRows(DeltaScan scan, IReadOnlyDictionary<DataFile, DeletedRows> given, bool others)
    {
        scans.WriteCopied(scan.IsCopied && !others ? [.. scan.Columns.Select(c => c.Name)] : [], () =>
        {
            sql.Raw($"SELECT * EXCLUDE ({RowPlace.IsMarked}) FROM (");
            WriteMarked(scan, given);
            sql.Raw($") WHERE {(others ? "NOT " : "")}{RowPlace.IsMarked}");

            // What is computed of them must not be computed of the rest, some of which the user does not see.
            sql.Raw(scan.IsRestricted && !others ? ScanRenderer.Barrier : "");
        });
    }

    /// <summary>Rows that do not stand in a query of their own.</summary>
    public void WriteTable(TableExpression table) => WriteTable(table, FilePruning.None);

    public void Write(Query query) => expressions.WithinQuery(query, () => WriteWhole(query));

    private void WriteWhole(Query query)
    {
        if (query.With is { } with)
        {
            sql.Raw(with.IsRecursive ? "WITH RECURSIVE " : "WITH ").List(with.Tables, t =>
            {
                sql.Name(t.Name).Raw("(").List(t.Columns, c => sql.Name(c)).Raw(") ");
                if (t.Key.Count > 0)
                {
                    sql.Raw("USING KEY (").List(t.Key, c => sql.Name(c)).Raw(") ");
                }

                sql.Raw("AS ");
                sql.Raw(t.IsMaterialized switch { true => "MATERIALIZED ", false => "NOT MATERIALIZED ", null => "" });
                sql.Raw("(");
                WriteCommon(t.Query, with.IsRecursive);
                sql.Raw(")");
            }).Raw(" ");
        }

        WriteBody(query.Body);
        if (query.OrderByAll)
        {
            var item = query.OrderBy.FirstOrDefault();
            sql.Raw(" ORDER BY ALL" + (item?.Descending switch { true => " DESC", false => " ASC", _ => "" })
                + (item?.NullsFirst switch { true => " NULLS FIRST", false => " NULLS LAST", _ => "" }));
        }
        else if (query.OrderBy.Count > 0)
        {
            sql.Raw(" ORDER BY ");
            expressions.WriteOrder(query.OrderBy);
        }

        if (query.Limit is not null)
        {
            sql.Raw(" LIMIT (");
            expressions.Write(query.Limit);
            sql.Raw(query.LimitIsPercent ? ") %" : ")");
        }

        if (query.Offset is not null)
        {
            sql.Raw(" OFFSET (");
            expressions.Write(query.Offset);
            sql.Raw(")");
        }
    }

    /// <summary>A query that reads itself cannot have columns of a query around it.</summary>
    private void WriteCommon(Query query, bool isRecursive)
    {
        if (isRecursive)
        {
            expressions.Branches.Apart(() => Write(query));
        }
        else
        {
            Write(query);
        }
    }

    private void WriteBody(QueryBody body)
    {
        Recursion.Check();
        switch (body)
        {
            case Select s: WriteSelect(s); break;
            case Values v: WriteValues(v); break;
            case ParenthesizedQuery p: sql.Raw("("); Write(p.Query); sql.Raw(")"); break;
            case BoundSummary s: WriteSummary(s); break;
            case SetOperation o:
                WriteOperand(o.Left);
                sql.Raw($" {o.Operator.ToString().ToUpperInvariant()}");
                sql.Raw((o.All ? " ALL" : "") + (o.ByName ? " BY NAME " : " "));
                WriteOperand(o.Right);
                break;
            default: throw ErrorCode.Internal.Error($"{body.GetType().Name} cannot be rendered", body.Span);
        }
    }

    private void WriteSummary(BoundSummary summary)
    {
        sql.Raw("SELECT * REPLACE (CASE column_name");
        foreach (var column in summary.Columns)
        {
            sql.Raw(" WHEN ").Text(column.Name).Raw(" THEN ").Text(column.Type.Name);
        }

        sql.Raw(" ELSE column_type END AS column_type) FROM (SUMMARIZE ");
        Write(summary.Query);
        sql.Raw(")");
    }

    private void WriteOperand(QueryBody body)
    {
        sql.Raw("(");
        WriteBody(body);
        sql.Raw(")");
    }

    /// <summary>Wrapped in SELECT, so that it can stand where VALUES alone cannot.</summary>
    private void WriteValues(Values values) =>
        sql.Raw("SELECT * FROM (VALUES ")
            .List(values.Rows, row => sql.Raw("(").List(row, expressions.Write).Raw(")")).Raw(")");

    private void WriteSelect(Select select)
    {
        var branches = expressions.Branches;
        branches.IsOfGroups = select.GroupBy is not null;
        sql.Raw("SELECT ");
        if (select.DistinctOn.Count > 0)
        {
            sql.Raw("DISTINCT ON (").List(select.DistinctOn, expressions.Write).Raw(") ");
        }
        else if (select.Distinct)
        {
            sql.Raw("DISTINCT ");
        }

        sql.List(select.Items, item =>
        {
            expressions.Write(item.Value);
            if (item.Alias is not null)
            {
                sql.Raw(" AS ").Name(item.Alias);
            }
        });
        branches.IsOfGroups = false;
        if (select.From is not null)
        {
            sql.Raw(" FROM ");
            WriteTable(select.From, FilePruning.Of(select, settings.ValueOf));
        }

        WriteWhere(select.Where);
        if (select.GroupBy is { } groupBy)
        {
            branches.IsOfGroups = true;
            GroupingRenderer.Write(groupBy, sql, expressions);
        }

        WriteClause(" HAVING ", select.Having);
        if (select.Windows.Count > 0)
        {
            sql.Raw(" WINDOW ").List(select.Windows, w =>
            {
                sql.Name(w.Name).Raw(" AS ");
                expressions.WriteWindow(w.Window);
            });
        }

        WriteClause(" QUALIFY ", select.Qualify);
        WriteSample(" USING SAMPLE ", select.Sample);
    }

    /// <summary>A query in a branch has no rows where that is not asked for.</summary>
    private void WriteWhere(Expression? where)
    {
        if (expressions.WhenAsked is not { } branch)
        {
            WriteClause(" WHERE ", where);
            return;
        }

        sql.Raw(" WHERE (");
        expressions.Branches.Write(branch, sql, expressions.Write);
        sql.Raw(")");
        WriteClause(" AND ", where);
    }

    private void WriteClause(string words, Expression? expression)
    {
        if (expression is not null)
        {
            sql.Raw(words);
            expressions.Write(expression);
        }
    }

    private void WriteTable(TableExpression table, FilePruning pruning)
    {
        Recursion.Check();
        switch (table)
        {
            case BoundScan s:
                scans.Write(s, pruning);
                WriteAlias(s.Alias);
                WriteSample(" TABLESAMPLE ", s.Sample);
                break;
            case BoundCommonTable c:
                sql.Raw(c.IsRecurring ? "recurring." : "").Name(c.Name);
                WriteAlias(c.Alias);
                break;
            case DerivedTable d:
                sql.Raw(d.IsLateral ? "LATERAL (" : "(");
                Write(d.Query);
                sql.Raw(")");
                WriteAlias(d.Alias);
                WriteSample(" TABLESAMPLE ", d.Sample);
                break;
            case BoundView v:
                sql.Raw("(");
                WriteView(v);
                sql.Raw(")");
                WriteAlias(v.Alias);
                WriteSample(" TABLESAMPLE ", v.Sample);
                break;
            case TableFunction f:
                sql.Name(f.Name.Last.ToLowerInvariant()).Raw("(")
                    .List(f.Arguments, expressions.WriteArgument).Raw(")");
                sql.Raw(f.WithOrdinality ? " WITH ORDINALITY" : "");
                WriteAlias(f.Alias);
                break;
            case ParenthesizedJoin p: WriteTable(p.Inner, pruning); break;
            case Join j: WriteJoin(j, pruning); break;
            default: throw ErrorCode.Internal.Error($"{table.GetType().Name} cannot be rendered", table.Span);
        }
    }

    private void WriteView(BoundView view) =>
        scans.WriteCopied(view.Barrier is { IsCopied: true } ? view.Alias.Columns : [], () => WriteRowsOf(view));

    private void WriteRowsOf(BoundView view)
    {
        void WriteText() => expressions.Within(view.Parameters, () => sql.Within(view.Span,
            () => expressions.WithinText(view.Barrier is { ComputesValues: true }, () => Write(view.Query))));
        if (view.Parameters is { ComputedFirst.Count: > 0 } parameters)
        {
            sql.Raw("SELECT called.* FROM ");
            UserFunctionRenderer.WriteGiven(parameters, sql, expressions);
            sql.Raw(", LATERAL (");
            WriteText();
            sql.Raw(") AS called").Raw(view.Barrier is { StopsConditions: true } ? ScanRenderer.Barrier : "");
        }
        else
        {
            WriteText();

            // A limit of its own is a barrier as well.
            sql.Raw(view is { Barrier.StopsConditions: true, Query: { Limit: null, Offset: null } }
                ? ScanRenderer.Barrier : "");
        }
    }

    /// <summary>A function whose columns are being asked for has no alias yet.</summary>
    private void WriteAlias(TableAlias? alias)
    {
        if (alias is not null)
        {
            sql.Raw(" AS ").Name(alias.Name).Raw("(").List(alias.Columns, c => sql.Name(c)).Raw(")");
        }
    }

    private void WriteJoin(Join join, FilePruning pruning)
    {
        sql.Raw("(");
        WriteTable(join.Left, pruning.Within(join, isLeft: true));
        var isPlain = join.On is null && join.Using.Count == 0;
        sql.Raw(join.Kind switch
        {
            JoinKind.Cross => " CROSS JOIN ",
            JoinKind.Left => " LEFT JOIN ",
            JoinKind.Right => " RIGHT JOIN ",
            JoinKind.Full => " FULL JOIN ",
            JoinKind.Semi => " SEMI JOIN ",
            JoinKind.Anti => " ANTI JOIN ",
            JoinKind.AsOf => " ASOF JOIN ",
            JoinKind.AsOfLeft => " ASOF LEFT JOIN ",
            JoinKind.AsOfRight => " ASOF RIGHT JOIN ",
            JoinKind.AsOfFull => " ASOF FULL JOIN ",
            JoinKind.AsOfSemi => " ASOF SEMI JOIN ",
            JoinKind.AsOfAnti => " ASOF ANTI JOIN ",
            JoinKind.Positional => " POSITIONAL JOIN ",
            _ => isPlain ? " CROSS JOIN " : " JOIN ",
        });
        WriteTable(join.Right, pruning.Within(join, isLeft: false));
        if (join.Using.Count > 0)
        {
            sql.Raw(" USING (").List(join.Using, c => sql.Name(c)).Raw(")");
        }

        WriteClause(" ON ", join.On);
        sql.Raw(")");
    }

    private void WriteSample(string words, Sample? sample)
    {
        if (sample is null)
        {
            return;
        }

        var method = sample.Method?.ToLowerInvariant();
        sql.Raw(words).Raw(method is "reservoir" or "bernoulli" or "system" ? method + "(" : "(");
        expressions.Write(sample.Size);
        sql.Raw(sample.IsPercent ? " PERCENT)" : " ROWS)");
        if (sample.Seed is not null)
        {
            sql.Raw(" REPEATABLE (");
            expressions.Write(sample.Seed);
            sql.Raw(")");
        }
    }
}
