namespace LakeSql.Syntax.Statements;

/// <summary>Kinds of objects that statements name.</summary>
public enum ObjectKind
{
#pragma warning disable CS1591
    Metastore, Catalog, Schema, Table, View, Volume, Model, Function, User, Group,
#pragma warning restore CS1591
}
