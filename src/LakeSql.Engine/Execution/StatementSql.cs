using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Bound;

namespace LakeSql.Engine.Execution;

/// <summary>Text for DuckDB with the renderer that writes plans into it.</summary>
internal sealed class StatementSql
{
    public StatementSql(RenderSettings settings)
    {
        Sql = new DuckDbSql();
        Renderer = new QueryRenderer(Sql, settings);
    }

    public DuckDbSql Sql { get; }

    public QueryRenderer Renderer { get; }

    public void Query(BoundQuery query) => Renderer.Write(query.Tree);
}
