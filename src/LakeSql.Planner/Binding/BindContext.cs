using System.Diagnostics.CodeAnalysis;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Everything that binding one statement needs and records.</summary>
/// <param name="metastore">Names, principals and grants.</param>
/// <param name="services">What files and the engine know.</param>
/// <param name="user">Who asks.</param>
/// <param name="currentCatalog">Where names of one or two parts are looked up.</param>
/// <param name="currentSchema">Where names of one part are looked up.</param>
public sealed class BindContext(
    Metastore metastore, IBindingServices services, string user, string currentCatalog, string currentSchema)
{
    private PolicyCalls? policyCalls;
    private int relationCount;

    /// <summary>A context within another, of which it keeps all that is not said to differ.</summary>
    [SetsRequiredMembers]
    private BindContext(BindContext outer, string user, string currentCatalog, string currentSchema)
        : this(outer.Metastore, outer.Services, user, currentCatalog, currentSchema)
    {
        Resolution = outer.Resolution;
        CatalogsMeant = outer.CatalogsMeant;
        CatalogsNamed = outer.CatalogsNamed;
        Text = outer.Text;
        OpenViews = outer.OpenViews;
        InnerDepth = outer.InnerDepth;
        View = outer.View;
        Reader = outer.Reader;
        Readers = outer.Readers;
        PolicyOwner = outer.PolicyOwner;
        MayAskWho = outer.MayAskWho;
        policyCalls = outer.policyCalls;
        Root = outer.Root ?? outer;
        Login = outer.Login;
    }

    /// <summary>Names, principals and grants.</summary>
    public Metastore Metastore => metastore;

    /// <summary>What files and the engine know.</summary>
    public IBindingServices Services => services;

    /// <summary>Who asks; inside a view the view's owner.</summary>
    public string User => user;

    /// <summary>Where names of one or two parts are looked up.</summary>
    public string CurrentCatalog => currentCatalog;

    /// <summary>Where names of one part are looked up.</summary>
    public string CurrentSchema => currentSchema;

    /// <summary>What has been resolved so far.</summary>
    public ResolutionRecord Resolution { get; private init; } = new();

    /// <summary>What of a text that is kept says where its names are looked up.</summary>
    private const string CatalogProperty = "current_catalog", SchemaProperty = "current_schema",
        CatalogsProperty = "catalogs", AuthorProperty = "author";

    /// <summary>
    /// What a view or function keeps of where names in its text are looked up, once the text is bound in this context,
    /// and of who wrote it, as the owner may be a group.
    /// </summary>
    public IReadOnlyDictionary<string, string> Lookup => new Dictionary<string, string>(LookupNow)
    {
        [CatalogsProperty] = SqlNames.Join(CatalogsNamed), [AuthorProperty] = user,
    };

    /// <summary>The same for a text that is not kept yet.</summary>
    internal IReadOnlyDictionary<string, string> LookupNow => new Dictionary<string, string>
    {
        [CatalogProperty] = currentCatalog, [SchemaProperty] = currentSchema,
    };

    /// <summary>
    /// In a text that is kept, what before a point means a catalog and all else a schema; null outside of such texts.
    /// </summary>
    internal IReadOnlySet<string>? CatalogsMeant { get; private init; }

    /// <summary>What before a point has been found to mean a catalog.</summary>
    internal HashSet<string> CatalogsNamed { get; private init; } = new(Identifier.Comparer);

    /// <summary>The text of the view or function that is being bound; null outside of such texts.</summary>
    internal KeptText? Text { get; private init; }

    /// <summary>Catalogs, schemas and objects by name.</summary>
    public NameResolver Names => field ??= new NameResolver(this);

    /// <summary>The views that are being bound, to refuse a view that reads itself.</summary>
    internal IReadOnlyList<Guid> OpenViews { get; private init; } = [];

    /// <summary>How many subqueries of expressions, lambdas and their like are around here, views included.</summary>
    internal int InnerDepth { get; private set; }

    /// <summary>
    /// The engine copies or binds each of these twice, and so the innermost of 24 sixteen million times, which nobody
    /// can cancel.
    /// </summary>
    private const int InnerDepthMax = 12;

    /// <summary>Binds what is within a subquery of an expression, a lambda, BETWEEN, NULLIF or SUMMARIZE.</summary>
    internal T Within<T>(SyntaxNode inner, Func<T> bind)
    {
        if (InnerDepth == InnerDepthMax)
        {
            throw ErrorCode.NestedTooDeep.Error(
                $"subqueries, lambdas and BETWEEN in expressions are nested deeper than {InnerDepthMax}", inner.Span,
                "put the inner ones in FROM or in a CTE");
        }

        InnerDepth++;
        try
        {
            return bind();
        }
        finally
        {
            InnerDepth--;
        }
    }

    /// <summary>Which files of a volume are read; null for all that a path names.</summary>
    internal Func<VolumeFilePath, bool>? FilesWanted { get; set; }

    /// <summary>The view that the statement names and whose text is being bound; null outside of views.</summary>
    internal ViewUse? View { get; private init; }

    /// <summary>Who logged in, which SET SESSION AUTHORIZATION does not change.</summary>
    public required string Login { get; init; }

    /// <summary>
    /// The statement's own context; of a view's context, the one of the statement that reads the view.
    /// </summary>
    private BindContext? Root { get; init; }

    /// <summary>
    /// Whose statement it is; inside a view still the reader, and in a policy the one that it is asked for.
    /// </summary>
    public string SessionUser => Reader ?? StatementUser;

    /// <summary>Who runs the statement.</summary>
    internal string StatementUser => Root?.StatementUser ?? user;

    /// <summary>The reader that a policy is asked for; null outside of policies.</summary>
    private string? Reader { get; init; }

    /// <summary>Whose function a policy is; null outside of its text.</summary>
    private string? PolicyOwner { get; init; }

    /// <summary>True in a policy.</summary>
    internal bool IsPolicy => Reader is not null;

    /// <summary>
    /// False in a text that a policy's function reads, and whose owner is somebody else than the function's: it would
    /// tell that one what it tells the reader alone. Who manages it could read it anyway.
    /// </summary>
    internal bool MayAskWho { get; private init; } = true;

    /// <summary>
    /// For whom policies of a table are asked, one behind the other: the session's user. A policy's function runs
    /// unasked in statements of others, so that others could learn by it what these see: of tables that it reads it
    /// is given what who set the policy sees as well, and the owners and authors of it, and of views and functions in
    /// it.
    /// </summary>
    internal IReadOnlyList<string> Readers { get => field ?? [SessionUser]; private init; }

    /// <summary>The same context for a policy that is asked for a reader.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="setter">Who set it; null where its function is not bound yet.</param>
    /// <param name="name">What relations of parameters are called in it.</param>
    internal BindContext ForPolicy(string reader, string? setter = null, string? name = null) =>
        new(this, user, currentCatalog, currentSchema)
        {
            Reader = reader,
            Readers = setter is null ? Readers : [.. new[] { reader, setter }.Distinct(Identifier.Comparer)],
            PolicyOwner = null,
            policyCalls = name is null ? null : new PolicyCalls(name),
            MayAskWho = true,
        };

    /// <summary>An id for a relation, unique in the statement.</summary>
    internal string NextRelation() => Root?.NextRelation() ?? $"r{++relationCount}";

    /// <summary>
    /// An id for the parameters of a call; in a policy the same for every reader, so that what makes no difference
    /// between readers is equal.
    /// </summary>
    internal string NextParameters() => policyCalls?.Next() ?? NextRelation();

    /// <summary>
    /// A query bound so far as one that the engine may be asked about: what it reads must be allowed already.
    /// </summary>
    internal AuthorizedPlan Authorize(BoundQuery query) =>
        Authorizer.AuthorizePart(query, Resolution, metastore, SessionUser);

    /// <summary>Records a query and what it computes for each row, but for those of policies.</summary>
    /// <param name="first">The first of the scans that it reads; all up to now are its.</param>
    /// <param name="values">What it computes, but for conditions.</param>
    internal void AddPart(int first, IEnumerable<Expression?> values) =>
        AddPart(first, values.Any(v => v is not null && !Resolution.Conditions.IsCertain(v)));

    /// <inheritdoc cref="AddPart(int, IEnumerable{Expression?})"/>
    internal void AddPart(int first, bool canFail)
    {
        if (!IsPolicy)
        {
            Resolution.Parts.Add(new QueryPart(first, Resolution.Scans.Count, canFail));
        }
    }

    /// <summary>
    /// The values of a query of one column, as text, which are needed to bind what is around it: the plan tells them,
    /// and so may an error.
    /// </summary>
    internal IReadOnlyList<string?> ValuesOf(BoundQuery query)
    {
        var authorized = Authorize(query);
        Resolution.LookedAt.UnionWith(Resolution.Reads);
        return services.ValuesOf(authorized);
    }

    /// <summary>
    /// The Delta table behind a table of the catalog; its place is recorded where it lies outside, and so are those of
    /// the tables that it is a shallow clone of.
    /// </summary>
    internal DeltaTable TableOf(Securable table)
    {
        foreach (var place in table.CloneSources.Select(metastore.ById).Append(table))
        {
            if (place?.OutsidePath is { } path)
            {
                Resolution.Outside.Add(path);
            }
        }

        return IsPolicy ? services.NewestOf(table) : services.TableOf(table);
    }

    /// <summary>The same for what the statement only looks at: nothing of it is recorded.</summary>
    internal BindContext Aside() => new(metastore, services, user, currentCatalog, currentSchema) { Login = Login };

    /// <summary>The same context, in which a view that is being replaced cannot be read.</summary>
    internal BindContext Replacing(Securable view) => new(this, user, currentCatalog, currentSchema)
    {
        OpenViews = [.. OpenViews, view.Id],
    };

    private string[] With(params string[] others) => [.. Readers.Concat(others).Distinct(Identifier.Comparer)];

    /// <summary>The context in which a view's text is bound: its owner's rights, its own current schema.</summary>
    internal BindContext ForView(Securable view, string fullName, SourceSpan span)
    {
        Resolution.Routines.Add(view);
        var policyOwner = IsPolicy ? PolicyOwner ?? view.Owner : null;
        return new(this, view.Owner, view.Properties[CatalogProperty], view.Properties[SchemaProperty])
        {
            CatalogsMeant = view.Properties.TryGetValue(CatalogsProperty, out var names)
                ? SqlNames.Split(names).ToHashSet(Identifier.Comparer) : null,
            Text = new KeptText(view, metastore),
            OpenViews = [.. OpenViews, view.Id],
            View = View ?? new ViewUse(fullName, span),
            Readers = IsPolicy ? With([view.Owner, .. AuthorOf(view)]) : Readers,
            PolicyOwner = policyOwner,
            MayAskWho = policyOwner is null || metastore.Check(
                metastore.EffectivePrincipals(policyOwner), view, Privilege.Manage).Allowed,
        };
    }

    private IEnumerable<string> AuthorOf(Securable view) =>
        view.Properties.TryGetValue(AuthorProperty, out var author) && metastore.AccountOf(author) is not null
            ? [author] : [];
}

/// <summary>Names for the parameters of the calls in a policy: the same ones whenever it is bound.</summary>
internal sealed class PolicyCalls(string policy)
{
    private int count;

    public string Next() => $"{policy}x{count++}";
}

/// <summary>A view that a statement names.</summary>
/// <param name="FullName">Its kind and full name: <c>view main.a.v</c>, <c>function main.a.f</c>.</param>
/// <param name="Span">Where the statement names it.</param>
internal sealed record ViewUse(string FullName, SourceSpan Span);
