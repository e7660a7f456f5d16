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
    /// <summary>Begins names that LakeSql gives to columns of its own beside those of a table.</summary>
    public const char Reserved = '\uE000';

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

        var metadata = Of(columns);
        foreach (var (name, text) in texts)
        {
            try
            {
                WriteRules.Bound(SqlParser.ParseExpression(text), metadata, context);
                if (constraints.Any(c => c.Name == name && c.Condition == text))
                {
                    RuleTypes.RequireCondition(text, columns, context);
                }
            }
            catch (LakeSqlException e)
            {
                throw e.Code.Error($"{Identifier.Quote(name)} ({text}): {e.Message}", text.SpanOr(span), e.Hint);
            }
        }

        RefuseChains(columns, span, context);
    }

    /// <summary>Generated values are computed at once, so none can be made of another.</summary>
    /// <remarks>The expressions are known to mean something over all columns of the table.</remarks>
    public static void RefuseChains(
        IReadOnlyList<ColumnDefinition> columns, SourceSpan span, BindContext context)
    {
        var given = Of(columns.Where(c => c.Generated is null));
        foreach (var column in columns.Where(c => c.Generated is not null))
        {
            var expression = SqlParser.ParseExpression(column.Generated!);
            try
            {
                WriteRules.Bound(expression, given, context);
            }
            catch (LakeSqlException e) when (e.Code == ErrorCode.ColumnNotFound)
            {
                throw ErrorCode.InvalidUse.Error(
                    $"column {Identifier.Quote(column.Name)} is generated from another generated column",
                    column.Generated!.SpanOr(span),
                    "write out what that one is generated from");
            }
        }
    }

    private static TableMetadata Of(IEnumerable<ColumnDefinition> columns) =>
        new("", TableSchema.Of(columns), [], new Dictionary<string, string>(), null);

    /// <summary>A field of some struct within the type that has the name of another, whatever their case.</summary>
    private static string? TwiceIn(DataType type) => type.Parts().OfType<StructType>()
        .SelectMany(s => s.Fields.GroupBy(f => f.Name, Identifier.Comparer))
        .FirstOrDefault(same => same.Count() > 1)?.Key;

    public static void CheckType(ColumnDefinition column, SourceSpan span)
    {
        if (column.Type is EngineType)
        {
            throw ErrorCode.TypeMismatch.Error(
                $"column {Identifier.Quote(column.Name)}: a table cannot store {column.Type.Name}", span);
        }

        Nesting.Check([column], [], span);
        if (TwiceIn(column.Type) is { } field)
        {
            throw ErrorCode.DuplicateColumn.Error(
                $"column {Identifier.Quote(column.Name)}: field {Identifier.Quote(field)} is given twice", span);
        }

        if (column.Name.Contains(Reserved))
        {
            throw ErrorCode.InvalidUse.Error("the name of a column cannot have the character U+E000", span);
        }

        if (column is { Default: not null, Generated: not null })
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(column.Name)} is generated: it has no default", span);
        }

        if (column.Identity is not null)
        {
            CheckIdentity(column, column.Identity, span);
        }
    }

    private static void CheckIdentity(ColumnDefinition column, IdentityColumn identity, SourceSpan span)
    {
        var name = Identifier.Quote(column.Name);
        if (column.Type != PrimitiveType.BigInt)
        {
            throw ErrorCode.TypeMismatch.Error(
                $"column {name} numbers rows and is {column.Type.Name}: it must be BIGINT", span);
        }

        if (identity.Step == 0)
        {
            throw ErrorCode.InvalidOption.Error($"column {name}: INCREMENT BY cannot be 0", span);
        }

        if (column.Default is not null || column.Generated is not null)
        {
            throw ErrorCode.InvalidUse.Error($"column {name} numbers rows: it has no other value", span);
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
                SqlParser.ParseExpression(column.Default), new Relation(context.NextRelation(), [], []), null, context,
                RowPart.Rule);
            RuleTypes.RequireValue(column.Default, column.Type, context);
        }
        catch (LakeSqlException e)
        {
            throw e.Code.Error(
                $"the default of {Identifier.Quote(column.Name)} ({column.Default}): {e.Message}",
                column.Default.SpanOr(span), e.Hint);
        }
    }
}
