using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>What records call a statement, however it ended: its kind in capitals.</summary>
public static class StatementNames
{
    /// <summary>The name; of most it is that of the statement's class.</summary>
    public static string Of(Statement statement) => statement switch
    {
        QueryStatement => "SELECT",
        DescribeQuery => "DESCRIBE",
        CreateTable { Query: not null } => "CREATE TABLE AS SELECT",
        CloneTable => "CREATE TABLE CLONE",
        RestoreTable => "RESTORE",
        ReorgTable => "REORG",
        Insert { Overwrite: true } => "INSERT OVERWRITE",
        CommentOn => "COMMENT",
        GetFile => "GET",
        ListFiles => "LIST",
        RemoveFile => "REMOVE",
        DropObject drop => "DROP " + drop.Kind.SqlName(),
        DropPrincipal drop => "DROP " + drop.Kind.SqlName(),
        DescribeObject describe => "DESCRIBE " + describe.Kind.SqlName(),
        ShowObjects show => $"SHOW {show.Kind.SqlName()}S",
        ShowProperties => "SHOW TBLPROPERTIES",
        SetTags { IsSet: false } => "UNSET TAGS",
        SetOption { Value: null } => "RESET",
        SetOption => "SET",
        AlterLimits alter => "ALTER " + alter.Kind.SqlName(),
        ControlTransaction control => control.Action.ToString().ToUpperInvariant(),
        _ => string.Concat(statement.GetType().Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}"))
            .ToUpperInvariant(),
    };
}
