using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;

namespace LakeSql.Engine.DuckDb;

/// <summary>The part of DuckDB's C API that registers functions and reads and writes their vectors.</summary>
internal static unsafe partial class DuckDbApi
{
    public const int TypeBoolean = 1;
    public const int TypeBigInt = 5;
    public const int TypeUnsignedBigInt = 9;
    public const int TypeDouble = 11;
    public const int TypeVarchar = 17;
    public const int TypeBlob = 18;

    private const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_create_scalar_function")]
    public static partial nint CreateScalarFunction();

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_scalar_function")]
    public static partial void DestroyScalarFunction(nint* function);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetName(nint function, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_add_parameter")]
    private static partial void AddParameter(nint function, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_return_type")]
    public static partial void SetReturnType(nint function, nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_volatile")]
    public static partial void SetVolatile(nint function);

    /// <summary>Rows with NULL are given to the function too.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_special_handling")]
    public static partial void SetSpecialHandling(nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_extra_info")]
    public static partial void SetExtra(nint function, nint extra, nint destroy);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_function")]
    public static partial void SetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> call);

    [LibraryImport(Library, EntryPoint = "duckdb_register_scalar_function")]
    private static partial int Register(nint connection, nint function);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_get_extra_info")]
    public static partial nint GetExtra(nint call);

    [LibraryImport(Library, EntryPoint = "duckdb_scalar_function_set_error",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetError(nint call, string message);

    [LibraryImport(Library, EntryPoint = "duckdb_create_logical_type")]
    public static partial nint CreateLogicalType(int id);

    [LibraryImport(Library, EntryPoint = "duckdb_create_map_type")]
    public static partial nint CreateMapType(nint key, nint value);

    [LibraryImport(Library, EntryPoint = "duckdb_create_struct_type")]
    public static partial nint CreateStructType(nint* types, nint* names, ulong count);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void DestroyLogicalType(nint* type);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_size")]
    public static partial ulong ChunkSize(nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint ChunkVector(nint chunk, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data")]
    public static partial void* VectorData(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    public static partial ulong* VectorValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void EnsureValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_vector_get_child")]
    public static partial nint StructChild(nint vector, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_get_child")]
    public static partial nint ListChild(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_reserve")]
    public static partial int ListReserve(nint vector, ulong count);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_set_size")]
    public static partial int ListSetSize(nint vector, ulong count);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_assign_string_element_len")]
    private static partial void AssignText(nint vector, ulong row, byte* text, ulong length);

    /// <summary>Makes a function without state known to a database.</summary>
    /// <param name="connection">A connection to it.</param>
    /// <param name="name">The function.</param>
    /// <param name="parameters">The types that it takes.</param>
    /// <param name="result">The type that it gives.</param>
    /// <param name="call">What the engine calls, with itself, a chunk of arguments and the vector to fill.</param>
    /// <param name="takesNulls">True for a function that is given rows with NULL, too.</param>
    public static void Register(
        DuckDBConnection connection, string name, ReadOnlySpan<int> parameters, int result,
        delegate* unmanaged[Cdecl]<nint, nint, nint, void> call, bool takesNulls = false)
    {
        var function = CreateScalarFunction();
        SetName(function, name);
        foreach (var id in parameters)
        {
            AddParameter(function, id);
        }

        var type = CreateLogicalType(result);
        SetReturnType(function, type);
        DestroyLogicalType(&type);
        SetFunction(function, call);
        if (takesNulls)
        {
            SetSpecialHandling(function);
        }

        Register(connection, name, function);
    }

    /// <summary>Makes a function known to a database, and lets go of it.</summary>
    public static void Register(DuckDBConnection connection, string name, nint function)
    {
        var state = Register(connection.NativeConnection.DangerousGetHandle(), function);
        DestroyScalarFunction(&function);
        if (state != 0)
        {
            throw ErrorCode.Internal.Error($"function {name} could not be registered");
        }
    }

    /// <summary>Adds a parameter of a type without parts.</summary>
    public static void AddParameter(nint function, int typeId)
    {
        var type = CreateLogicalType(typeId);
        AddParameter(function, type);
        DestroyLogicalType(&type);
    }

    public static void AssignText(nint vector, int row, string text) =>
        AssignBytes(vector, row, Encoding.UTF8.GetBytes(text));

    public static void AssignBytes(nint vector, int row, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            AssignText(vector, (ulong)row, first, (ulong)bytes.Length);
        }
    }

    /// <summary>False for a row that is NULL.</summary>
    /// <param name="validity">What <see cref="VectorValidity"/> gives, asked for once a chunk.</param>
    /// <param name="row">The row.</param>
    public static bool IsValid(ulong* validity, int row) =>
        validity == null || (validity[row / 64] & (1UL << (row % 64))) != 0;

    public static void SetNull(nint vector, int row)
    {
        EnsureValidity(vector);
        VectorValidity(vector)[row / 64] &= ~(1UL << (row % 64));
    }

    /// <summary>A string_t: 4 bytes of length, then 12 inline bytes, or 4 bytes of prefix and a pointer.</summary>
    public static ReadOnlySpan<byte> Bytes(void* data, int row)
    {
        var cell = (byte*)data + (16L * row);
        var length = *(uint*)cell;
        return length <= 12
            ? new ReadOnlySpan<byte>(cell + 4, (int)length)
            : new ReadOnlySpan<byte>(*(byte**)(cell + 8), (int)length);
    }
}
