namespace LakeSql.Common.Errors;

/// <summary>Who can do something about an error.</summary>
public enum ErrorKind
{
    /// <summary>The statement or its input is wrong: change it.</summary>
    User,

    /// <summary>The same statement may succeed when run again.</summary>
    Transient,

    /// <summary>The machine or a file is at fault: disk full, file missing, memory spent.</summary>
    Environment,

    /// <summary>A defect of LakeSql.</summary>
    Internal,
}
