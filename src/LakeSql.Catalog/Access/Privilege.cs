namespace LakeSql.Catalog;

/// <summary>What a principal may be allowed to do; the names are Unity Catalog's.</summary>
public enum Privilege
{
    /// <summary>To reach what a catalog holds.</summary>
    UseCatalog,

    /// <summary>To reach what a schema holds.</summary>
    UseSchema,

    /// <summary>To see that an object exists and its description.</summary>
    Browse,

    /// <summary>To read rows.</summary>
    Select,

    /// <summary>To add, change and delete rows.</summary>
    Modify,

    /// <summary>To create catalogs.</summary>
    CreateCatalog,

    /// <summary>To create schemas.</summary>
    CreateSchema,

    /// <summary>To create tables and views.</summary>
    CreateTable,

    /// <summary>To create volumes.</summary>
    CreateVolume,

    /// <summary>To register models.</summary>
    CreateModel,

    /// <summary>To add versions to a model.</summary>
    CreateModelVersion,

    /// <summary>To create functions.</summary>
    CreateFunction,

    /// <summary>To create external locations.</summary>
    CreateExternalLocation,

    /// <summary>To create tables that lie in an external location.</summary>
    CreateExternalTable,

    /// <summary>To create volumes that lie in an external location.</summary>
    CreateExternalVolume,

    /// <summary>To read a volume's files.</summary>
    ReadVolume,

    /// <summary>To add, change and delete a volume's files.</summary>
    WriteVolume,

    /// <summary>To run a function or a model.</summary>
    Execute,

    /// <summary>To grant, change and drop, without being the owner.</summary>
    Manage,

    /// <summary>To set tags.</summary>
    ApplyTag,

    /// <summary>To read an external location's files.</summary>
    ReadFiles,

    /// <summary>To write an external location's files.</summary>
    WriteFiles,

    /// <summary>Every privilege the securable has, except <see cref="Manage"/>.</summary>
    AllPrivileges,
}
