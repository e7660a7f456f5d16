using System.Reflection;

namespace LakeSql.Common.Errors;

/// <summary>
/// One kind of error. The number's thousand tells the stage that finds it: 1 text, 2 names, 3 rights, 4 storage,
/// 5 models and images, 6 execution, 7 sessions, 9 LakeSql itself. Numbers are never used again for something else.
/// </summary>
/// <param name="Code">The stable code, <c>LSQ</c> and four digits.</param>
/// <param name="SqlState">The SQLSTATE of the SQL standard or PostgreSQL that fits best.</param>
/// <param name="Kind">Who can do something about it.</param>
public sealed record ErrorCode(string Code, string SqlState, ErrorKind Kind)
{
    /// <summary>True for errors of values in rows, whose messages hold these values.</summary>
    public bool IsOfValues => this == ConversionFailed || this == OutOfRange || this == InvalidData;

    // 1xxx: the text.

    /// <summary>A token that the grammar does not allow here.</summary>
    public static readonly ErrorCode SyntaxError = new("LSQ1001", "42601", ErrorKind.User);

    /// <summary>A string, quoted name or comment is not closed.</summary>
    public static readonly ErrorCode UnterminatedToken = new("LSQ1002", "42601", ErrorKind.User);

    /// <summary>A literal's text is not a value of its type.</summary>
    public static readonly ErrorCode InvalidLiteral = new("LSQ1003", "22P02", ErrorKind.User);

    /// <summary>Nested deeper than the parser, or a table, allows.</summary>
    public static readonly ErrorCode NestedTooDeep = new("LSQ1004", "54001", ErrorKind.User);

    /// <summary>A type name nobody knows.</summary>
    public static readonly ErrorCode UnknownType = new("LSQ1005", "42704", ErrorKind.User);

    // 2xxx: names.

    /// <summary>Table or view not found (or hidden from the asker).</summary>
    public static readonly ErrorCode TableNotFound = new("LSQ2001", "42P01", ErrorKind.User);

    /// <summary>Column not found.</summary>
    public static readonly ErrorCode ColumnNotFound = new("LSQ2002", "42703", ErrorKind.User);

    /// <summary>A column name that several relations have.</summary>
    public static readonly ErrorCode AmbiguousColumn = new("LSQ2003", "42702", ErrorKind.User);

    /// <summary>Function not found or not allowed.</summary>
    public static readonly ErrorCode FunctionNotFound = new("LSQ2004", "42883", ErrorKind.User);

    /// <summary>Catalog not found.</summary>
    public static readonly ErrorCode CatalogNotFound = new("LSQ2005", "3D000", ErrorKind.User);

    /// <summary>Schema not found.</summary>
    public static readonly ErrorCode SchemaNotFound = new("LSQ2006", "3F000", ErrorKind.User);

    /// <summary>Volume not found.</summary>
    public static readonly ErrorCode VolumeNotFound = new("LSQ2007", "42704", ErrorKind.User);

    /// <summary>Model not found.</summary>
    public static readonly ErrorCode ModelNotFound = new("LSQ2008", "42704", ErrorKind.User);

    /// <summary>User or group not found.</summary>
    public static readonly ErrorCode PrincipalNotFound = new("LSQ2009", "42704", ErrorKind.User);

    /// <summary>An object of that name exists already.</summary>
    public static readonly ErrorCode AlreadyExists = new("LSQ2010", "42710", ErrorKind.User);

    /// <summary>The object is of another kind than the statement needs.</summary>
    public static readonly ErrorCode WrongObjectKind = new("LSQ2011", "42809", ErrorKind.User);

    /// <summary>The object still holds others; CASCADE drops them too.</summary>
    public static readonly ErrorCode NotEmpty = new("LSQ2012", "2BP01", ErrorKind.User);

    /// <summary>The number of columns does not fit.</summary>
    public static readonly ErrorCode ColumnCountMismatch = new("LSQ2013", "42601", ErrorKind.User);

    /// <summary>The same column is named twice.</summary>
    public static readonly ErrorCode DuplicateColumn = new("LSQ2014", "42701", ErrorKind.User);

    /// <summary>Two relations of one FROM clause have the same name.</summary>
    public static readonly ErrorCode DuplicateAlias = new("LSQ2015", "42712", ErrorKind.User);

    /// <summary>An option or setting that does not exist, or a value it cannot take.</summary>
    public static readonly ErrorCode InvalidOption = new("LSQ2016", "22023", ErrorKind.User);

    /// <summary>A parameter of the statement was given no value.</summary>
    public static readonly ErrorCode ParameterMissing = new("LSQ2017", "42P02", ErrorKind.User);

    /// <summary>A file or directory named by the statement does not exist.</summary>
    public static readonly ErrorCode FileNotFound = new("LSQ2018", "58P01", ErrorKind.User);

    /// <summary>A path that is not allowed: outside the volume, not a volume path, or within the lake.</summary>
    public static readonly ErrorCode InvalidPath = new("LSQ2019", "22023", ErrorKind.User);

    /// <summary>A name that cannot be given to this object.</summary>
    public static readonly ErrorCode InvalidName = new("LSQ2020", "42602", ErrorKind.User);

    /// <summary>The object belongs to LakeSql and cannot be changed.</summary>
    public static readonly ErrorCode SystemObject = new("LSQ2021", "42809", ErrorKind.User);

    /// <summary>A construct that has no meaning where it stands.</summary>
    public static readonly ErrorCode InvalidUse = new("LSQ2022", "42601", ErrorKind.User);

    /// <summary>External location not found (or hidden from the asker).</summary>
    public static readonly ErrorCode LocationNotFound = new("LSQ2023", "42704", ErrorKind.User);

    /// <summary>The directory overlaps the one of another external location, table or volume.</summary>
    public static readonly ErrorCode PathOverlap = new("LSQ2024", "42710", ErrorKind.User);

    /// <summary>A parameter has several values, or one of a type that no column has.</summary>
    public static readonly ErrorCode ParameterInvalid = new("LSQ2025", "22023", ErrorKind.User);

    /// <summary>The types of an expression do not fit.</summary>
    public static readonly ErrorCode TypeMismatch = new("LSQ2101", "42804", ErrorKind.User);

    /// <summary>The table has no such version.</summary>
    public static readonly ErrorCode VersionNotFound = new("LSQ2301", "22023", ErrorKind.User);

    /// <summary>No version of the table is that old.</summary>
    public static readonly ErrorCode TimestampTooEarly = new("LSQ2302", "22023", ErrorKind.User);

    // 3xxx: rights.

    /// <summary>A privilege is missing.</summary>
    public static readonly ErrorCode PermissionDenied = new("LSQ3001", "42501", ErrorKind.User);

    /// <summary>A privilege that this kind of securable does not have.</summary>
    public static readonly ErrorCode InvalidGrant = new("LSQ3002", "0LP01", ErrorKind.User);

    /// <summary>User unknown or password wrong; which of the two is not said.</summary>
    public static readonly ErrorCode LoginFailed = new("LSQ3003", "28P01", ErrorKind.User);

    /// <summary>A password that is too easy to guess, or too long.</summary>
    public static readonly ErrorCode PasswordRefused = new("LSQ3004", "22023", ErrorKind.User);

    /// <summary>The user was dropped or disabled while logged in.</summary>
    public static readonly ErrorCode SessionEnded = new("LSQ3005", "28000", ErrorKind.User);

    // 4xxx: storage.

    /// <summary>Another writer committed first and the changes collide.</summary>
    public static readonly ErrorCode CommitConflict = new("LSQ4001", "40001", ErrorKind.Transient);

    /// <summary>The transaction log is damaged.</summary>
    public static readonly ErrorCode LogCorrupt = new("LSQ4002", "XX001", ErrorKind.Environment);

    /// <summary>The table uses a feature of the protocol that LakeSql does not know.</summary>
    public static readonly ErrorCode UnsupportedTableFeature = new("LSQ4003", "0A000", ErrorKind.User);

    /// <summary>The directory holds no Delta table.</summary>
    public static readonly ErrorCode NotATable = new("LSQ4004", "42809", ErrorKind.User);

    /// <summary>A row breaks a constraint of the table.</summary>
    public static readonly ErrorCode ConstraintViolated = new("LSQ4005", "23514", ErrorKind.User);

    /// <summary>The lake's metastore cannot be opened or is of a later version.</summary>
    public static readonly ErrorCode MetastoreUnusable = new("LSQ4006", "58030", ErrorKind.Environment);

    /// <summary>Several rows of MERGE's source go with one row of its table.</summary>
    public static readonly ErrorCode AmbiguousMerge = new("LSQ4007", "21000", ErrorKind.User);

    /// <summary>What cannot be done while a transaction is under way.</summary>
    public static readonly ErrorCode ActiveTransaction = new("LSQ4008", "25001", ErrorKind.User);

    /// <summary>No transaction is under way.</summary>
    public static readonly ErrorCode NoTransaction = new("LSQ4009", "25P01", ErrorKind.User);

    /// <summary>A statement of the transaction has failed; it can only be rolled back.</summary>
    public static readonly ErrorCode TransactionAborted = new("LSQ4010", "25P02", ErrorKind.User);

    /// <summary>A record of the audit was changed or taken away.</summary>
    public static readonly ErrorCode AuditBroken = new("LSQ4011", "XX001", ErrorKind.Environment);

    // 5xxx: models and images.

    /// <summary>The bytes are not an image that can be decoded.</summary>
    public static readonly ErrorCode ImageInvalid = new("LSQ5001", "22023", ErrorKind.User);

    /// <summary>The arguments do not fit what the model was trained on.</summary>
    public static readonly ErrorCode ModelInputMismatch = new("LSQ5002", "22023", ErrorKind.User);

    /// <summary>The training data cannot be trained on.</summary>
    public static readonly ErrorCode TrainingDataInvalid = new("LSQ5003", "22023", ErrorKind.User);

    /// <summary>The device asked for is not there.</summary>
    public static readonly ErrorCode DeviceUnavailable = new("LSQ5004", "55000", ErrorKind.Environment);

    /// <summary>A model file is damaged or of another format.</summary>
    public static readonly ErrorCode ModelFileInvalid = new("LSQ5005", "22023", ErrorKind.User);

    // 6xxx: execution.

    /// <summary>A value cannot be converted.</summary>
    public static readonly ErrorCode ConversionFailed = new("LSQ6001", "22018", ErrorKind.User);

    /// <summary>Arithmetic left the range of its type.</summary>
    public static readonly ErrorCode OutOfRange = new("LSQ6002", "22003", ErrorKind.User);

    /// <summary>The data is wrong in another way that the engine found while running.</summary>
    public static readonly ErrorCode InvalidData = new("LSQ6003", "22000", ErrorKind.User);

    /// <summary>Memory or the space for spilling is spent.</summary>
    public static readonly ErrorCode OutOfMemory = new("LSQ6004", "53200", ErrorKind.Environment);

    /// <summary>Cancelled by the user.</summary>
    public static readonly ErrorCode Cancelled = new("LSQ6005", "57014", ErrorKind.User);

    /// <summary>The engine refused the types or shape of the query.</summary>
    public static readonly ErrorCode InvalidQuery = new("LSQ6006", "42000", ErrorKind.User);

    /// <summary>Reading or writing a file failed.</summary>
    public static readonly ErrorCode IoFailed = new("LSQ6007", "58030", ErrorKind.Environment);

    /// <summary>The statement ran longer than its limit.</summary>
    public static readonly ErrorCode Timeout = new("LSQ6008", "57014", ErrorKind.User);

    /// <summary>The result has more rows than the user may be given.</summary>
    public static readonly ErrorCode RowLimit = new("LSQ6009", "54000", ErrorKind.User);

    // 9xxx: LakeSql itself.

    /// <summary>A defect of LakeSql.</summary>
    public static readonly ErrorCode Internal = new("LSQ9001", "XX000", ErrorKind.Internal);

    /// <summary>Every code, in the order of this file.</summary>
    public static IReadOnlyList<ErrorCode> All =>
        [.. typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == typeof(ErrorCode)).Select(f => (ErrorCode)f.GetValue(null)!)];

    /// <summary>An exception of this kind.</summary>
    public LakeSqlException Error(string message, SourceSpan span = default, string? hint = null) =>
        new(this, message, span == default ? SourceSpan.None : span, hint);

    /// <inheritdoc/>
    public override string ToString() => $"{Code} ({SqlState})";
}
