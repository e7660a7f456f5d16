using LakeSql.Common.Types;

namespace LakeSql.Engine.Sessions;

/// <summary>A column of a result.</summary>
/// <param name="Name">Its name, spelling kept.</param>
/// <param name="Type">Its type; <see cref="EngineType"/> for types that tables cannot store.</param>
public sealed record ResultColumn(string Name, DataType Type);
