using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>What columns of new tables may be and say.</summary>
internal static class ColumnRules
{
    /// <summary>Types, names, defaults, generated values and constraints of columns as written.</summary>
    public static void Check(
        IReadOnlyList<ColumnDefinition> columns, IReadOnlyList<CheckConstraint> constraints, SourceSpan span,
        BindContext context)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            CheckType(columns[i], span);
            if (columns.Take(i).Any(c => Identifier.Same(c.Name, columns[i].Name)))
            {
                throw ErrorCode.DuplicateColumn.Error(
                    $"column {Identifier.Quote(columns[i].Name)} is given twice", span);
            }

            CheckDefault(columns[i], span, context);
        }

        var texts = constraints.Select(c => (c.Name, Text: c.Condition)).Concat(
            columns.Where(c => c.Generated is not null).Select(c => (c.Name, Text: c.Generated!))).ToList();
        if (texts.Count == 0)
        {
            return;
        }

        var metadata = new TableMetadata(
            "", TableSchema.Of(columns), [], new Dictionary<string, string>(), null);
        foreach (var (name, text) in texts)
        {
            try
            {
                WriteRules.Bound(SqlParser.ParseExpression(text), metadata, context);
            }
            catch (LakeSqlException e)
            {
                throw e.Code.Error($"{Identifier.Quote(name)} ({text}): {e.Message}", span, e.Hint);
            }
        }
    }

    public static void CheckType(ColumnDefinition column, SourceSpan span)
    {
        if (column.Type is EngineType)
        {
            throw ErrorCode.TypeMismatch.Error(
                $"column {Identifier.Quote(column.Name)}: a table cannot store {column.Type.Name}", span);
        }

        if (column is { Default: not null, Generated: not null })
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(column.Name)} is generated: it has no default", span);
        }
    }

    /// <summary>A default is computed before there is a row.</summary>
    public static void CheckDefault(ColumnDefinition column, SourceSpan span, BindContext context)
    {
        if (column.Default is null)
        {
            return;
        }

        try
        {
            QueryBinder.BindOver(
                SqlParser.ParseExpression(column.Default), new Relation(context.NextRelation(), [], []), null, context);
        }
        catch (LakeSqlException e)
        {
            throw e.Code.Error(
                $"the default of {Identifier.Quote(column.Name)} ({column.Default}): {e.Message}", span, e.Hint);
        }
    }
}
