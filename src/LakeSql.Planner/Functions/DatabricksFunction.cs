using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>One parameter of a row of <c>databricks.txt</c>.</summary>
/// <param name="Name">Its name in the expansion.</param>
/// <param name="Kind">What the argument must be for the row to be meant; null for any value.</param>
/// <param name="IsRest">True for <c>name…</c>, which takes all arguments that are left.</param>
public sealed record DatabricksParameter(string Name, string? Kind, bool IsRest)
{
    private static readonly HashSet<string> Units = new(Identifier.Comparer)
    {
        "MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR",
    };

    /// <summary>True for a bare word such as DAY, which is no column.</summary>
    public bool IsUnit => Kind == "unit";

    /// <summary>The number of parameters of the lambda that is wanted; 0 when a value is.</summary>
    public int LambdaParameterCount => Kind is ['l', 'a', 'm', 'b', 'd', 'a', '(', var count, ')'] ? count - '0' : 0;

    internal bool Takes(Expression argument, bool isEngineName, Scope scope) => Kind switch
    {
        null => argument is not (Lambda or Star),
        "unit" => argument is ColumnReference { Parts: [var word] } && Units.Contains(word)
            && !(isEngineName && scope.Knows(word)),
        "true" => argument is Literal { Kind: LiteralKind.Boolean, Text: "true" },
        "text" => argument is Literal { Kind: LiteralKind.String },
        "constant" => argument is Literal { Kind: LiteralKind.String or LiteralKind.Number },
        _ when LambdaParameterCount is > 0 and var count =>
            argument is Lambda lambda && lambda.Parameters.Count == count,
        _ => argument is Literal { Kind: LiteralKind.String } text
            && Kind.Split(' ').Contains(text.Text, Identifier.Comparer),
    };
}

/// <summary>One row of <c>databricks.txt</c>: <c>nvl(a, b) = coalesce(a, b)</c>.</summary>
/// <param name="Name">The function.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Expansion">What a call stands for, in LakeSql's own dialect.</param>
/// <param name="IsCoded">True when the expansion is shown only and <see cref="CodedExpansions"/> makes it.</param>
/// <param name="IsOverload">True when the engine has a function of this name, which does not take these arguments.
/// </param>
/// <param name="Section">The heading above it.</param>
/// <param name="Meaning">What it gives.</param>
public sealed record DatabricksFunction(
    string Name, Sequence<DatabricksParameter> Parameters, string Expansion, bool IsCoded, bool IsOverload,
    string Section, string Meaning)
{
    private readonly Lazy<Expression> template = new(() => SqlParser.ParseExpression(Expansion));

    private bool? isAggregate;

    /// <summary>The expansion as a tree, parsed when it is first used.</summary>
    public Expression Template => template.Value;

    /// <summary>True when it gives one value for many rows.</summary>
    public bool IsAggregate => isAggregate ??= !IsCoded && TemplateParts.Calls(Template).Any(FunctionList.IsAggregate);

    /// <summary>How a call is written.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Select(Written))})";

    internal bool Takes(FunctionCall call, Scope scope)
    {
        // The rest may be empty, but for a function of nothing else.
        var hasRest = Parameters.Any(p => p.IsRest);
        var countMin = hasRest ? Math.Max(1, Parameters.Count - 1) : Parameters.Count;
        if (call.Arguments.Count < countMin || (call.Arguments.Count > countMin && !hasRest))
        {
            return false;
        }

        return call.Arguments.Index().All(a => a.Item.Name is null
            && Parameters[Math.Min(a.Index, Parameters.Count - 1)].Takes(a.Item.Value, IsOverload, scope));
    }

    /// <summary>The call with its unit as text: a bare word would be looked for among the columns.</summary>
    internal FunctionCall WithUnits(FunctionCall call) => !Parameters.Any(p => p.IsUnit) ? call : call with
    {
        Arguments = call.Arguments.Select((a, i) => Parameters[i].IsUnit && a.Value is ColumnReference word
            ? a with { Value = new Literal(word.Span, LiteralKind.String, word.Parts[0].ToUpperInvariant()) }
            : a).ToSequence(),
    };

    private static string Written(DatabricksParameter parameter) => parameter switch
    {
        { IsRest: true } => parameter.Name + ", …",
        { Kind: "true" } => "true",
        { LambdaParameterCount: 1 } => "x -> …",
        { LambdaParameterCount: 2 } => "(x, y) -> …",
        { Kind: null or "unit" or "constant" or "text" } => parameter.Name,
        _ => string.Join('/', parameter.Kind.Split(' ').Select(k => $"'{k}'")),
    };
}
