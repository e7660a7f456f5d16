using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>The table of statements, found by their leading words: no parser is tried in vain.</summary>
internal static class StatementParsers
{
    /// <summary>Longer rows before shorter ones that begin alike.</summary>
    private static readonly (string[] Words, Func<Cursor, Statement> Parse)[] Rows =
    [
        (["SELECT"], QueryStatement.Parse),
        (["WITH"], QueryStatement.Parse),
        (["FROM"], QueryStatement.Parse),
        (["VALUES"], QueryStatement.Parse),
        (["TABLE"], QueryStatement.Parse),
        (["PIVOT"], QueryStatement.Parse),
        (["PIVOT_WIDER"], QueryStatement.Parse),
        (["UNPIVOT"], QueryStatement.Parse),
        (["PIVOT_LONGER"], QueryStatement.Parse),
        (["SUMMARIZE"], QueryStatement.Parse),
        (["EXPLAIN", "ACCESS"], ExplainAccess.Parse),
        (["EXPLAIN"], Explain.Parse),
        (["WHAT", "IF"], WhatIf.Parse),
        (["CREATE", "CATALOG"], CreateCatalog.Parse),
        (["CREATE", "SCHEMA"], CreateSchema.Parse),
        (["CREATE", "DATABASE"], CreateSchema.Parse),
        (["CREATE", "TABLE"], CreateTable.Parse),
        (["CREATE", "EXTERNAL", "TABLE"], CreateTable.Parse),
        (["CREATE", "OR", "REPLACE", "TABLE"], CreateTable.Parse),
        (["CREATE", "VIEW"], CreateView.Parse),
        (["CREATE", "OR", "REPLACE", "VIEW"], CreateView.Parse),
        (["CREATE", "FUNCTION"], CreateFunction.Parse),
        (["CREATE", "OR", "REPLACE", "FUNCTION"], CreateFunction.Parse),
        (["CREATE", "POLICY"], CreatePolicy.Parse),
        (["CREATE", "OR", "REPLACE", "POLICY"], CreatePolicy.Parse),
        (["CREATE", "VOLUME"], CreateVolume.Parse),
        (["CREATE", "EXTERNAL", "VOLUME"], CreateVolume.Parse),
        (["CREATE", "EXTERNAL", "LOCATION"], CreateExternalLocation.Parse),
        (["CREATE", "USER"], CreateUser.Parse),
        (["CREATE", "GROUP"], CreateGroup.Parse),
        (["ALTER", "USER"], AlterUser.Parse),
        (["ALTER", "GROUP"], AlterGroup.Parse),
        (["ALTER", "TABLE"], AlterTable.Parse),
        (["ALTER"], AlterOwner.Parse),
        (["DROP", "USER"], DropPrincipal.Parse),
        (["DROP", "GROUP"], DropPrincipal.Parse),
        (["DROP", "POLICY"], DropPolicy.Parse),
        (["DROP"], DropObject.Parse),
        (["SHOW", "COLUMNS"], ShowColumns.Parse),
        (["SHOW", "CREATE"], ShowCreateTable.Parse),
        (["SHOW", "GRANTS"], ShowGrants.Parse),
        (["SHOW", "GRANT"], ShowGrants.Parse),
        (["SHOW", "LIMITS"], ShowLimits.Parse),
        (["SHOW", "LINEAGE"], ShowLineage.Parse),
        (["SHOW", "TBLPROPERTIES"], ShowProperties.Parse),
        (["SHOW", "PARTITIONS"], ShowPartitions.Parse),
        (["SHOW", "POLICIES"], ShowPolicies.Parse),
        (["SHOW", "EFFECTIVE"], ShowPolicies.Parse),
        (["SHOW"], ShowObjects.Parse),
        (["DESCRIBE"], DescribeObject.Parse),
        (["DESC"], DescribeObject.Parse),
        (["USE"], Use.Parse),
        (["COMMENT"], CommentOn.Parse),
        (["INSERT"], Insert.Parse),
        (["UPDATE"], Update.Parse),
        (["DELETE"], Delete.Parse),
        (["MERGE"], Merge.Parse),
        (["TRUNCATE"], Truncate.Parse),
        (["RESTORE"], RestoreTable.Parse),
        (["VACUUM"], Vacuum.Parse),
        (["CONVERT"], ConvertToDelta.Parse),
        (["ANALYZE"], AnalyzeTable.Parse),
        (["OPTIMIZE"], Optimize.Parse),
        (["REORG"], ReorgTable.Parse),
        (["PUT"], Put.Parse),
        (["GET"], GetFile.Parse),
        (["LIST"], ListFiles.Parse),
        (["REMOVE"], RemoveFile.Parse),
        (["COPY", "INTO"], CopyInto.Parse),
        (["COPY"], CopyTo.Parse),
        (["GRANT"], Grant.Parse),
        (["REVOKE"], Revoke.Parse),
        (["TRAIN"], TrainModel.Parse),
        (["SET", "SESSION", "AUTHORIZATION"], SetSessionAuthorization.Parse),
        (["RESET", "SESSION", "AUTHORIZATION"], SetSessionAuthorization.Parse),
        (["SET", "TAG", "ON"], SetTags.ParseShort),
        (["UNSET", "TAG", "ON"], SetTags.ParseShort),
        (["SET"], SetOption.Parse),
        (["RESET"], SetOption.Parse),
        (["BEGIN"], ControlTransaction.Parse),
        (["START"], ControlTransaction.Parse),
        (["COMMIT"], ControlTransaction.Parse),
        (["ROLLBACK"], ControlTransaction.Parse),
        (["CALL"], Call.Parse),
        (["VERIFY"], VerifyAudit.Parse),
    ];

    public static Statement Parse(Cursor cursor)
    {
        if (cursor.IsSymbol("("))
        {
            return QueryStatement.Parse(cursor);
        }

        var matched = 0;
        foreach (var (words, parse) in Rows)
        {
            var length = 0;
            while (length < words.Length && cursor.IsWord(words[length], length))
            {
                length++;
            }

            if (length == words.Length)
            {
                return cursor.Deeper(() => parse(cursor));
            }

            matched = Math.Max(matched, length);
        }

        throw Unknown(cursor, matched);
    }

    /// <summary>Says what could have followed the words that were understood.</summary>
    private static Common.Errors.LakeSqlException Unknown(Cursor cursor, int matched)
    {
        var candidates = Rows.Where(r => r.Words.Length > matched
            && r.Words.Take(matched).Select((w, i) => cursor.IsWord(w, i)).All(m => m)).Select(r => r.Words[matched]);
        var expected = candidates.Distinct().ToArray();
        for (var i = 0; i < matched; i++)
        {
            cursor.Advance();
        }

        return cursor.Unexpected(expected);
    }
}
