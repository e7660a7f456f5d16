using System.Collections;
using System.Data;
using System.Data.Common;
using System.Globalization;
using Apache.Arrow;
using LakeSql.Engine.Sessions;

namespace LakeSql.Data;

/// <summary>
/// Rows of a command, forward only; with several statements <see cref="NextResult"/> runs the next one.
/// </summary>
public sealed class LakeSqlDataReader : DbDataReader
{
    private readonly IReadOnlyList<string> statements;
    private readonly Session session;
    private readonly Func<string, StatementResult> run;
    private readonly StatementCancellation cancellation;
    private readonly DbConnection? closeAfter;
    private StatementResult? result;
    private RecordBatch? batch;
    private bool peeked;
    private int next;
    private int row = -1;
    private long affected = -1;
    private bool closed;

    internal LakeSqlDataReader(
        IReadOnlyList<string> statements, Session session, Func<string, StatementResult> run,
        StatementCancellation cancellation, DbConnection? closeAfter)
    {
        this.session = session;
        this.statements = statements;
        this.run = run;
        this.cancellation = cancellation;
        this.closeAfter = closeAfter;
    }

    /// <inheritdoc/>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override int FieldCount => result?.Columns.Count ?? 0;

    /// <inheritdoc/>
    public override bool HasRows
    {
        get
        {
            RefuseClosed();
            if (result is not null && batch is null && !peeked)
            {
                Fetch();
            }

            return batch is { Length: > 0 };
        }
    }

    /// <inheritdoc/>
    public override bool IsClosed => closed || session.IsClosed;

    /// <summary>Rows inserted, updated or deleted by the statements so far; -1 when none changes rows.</summary>
    public override int RecordsAffected => (int)Math.Min(affected, int.MaxValue);

    /// <summary>The id of the statement whose rows are read, as in <c>system.query.history</c>.</summary>
    public Guid QueryId => result?.QueryId ?? Guid.Empty;

    /// <summary>The kind of the statement whose rows are read, e.g. <c>SELECT</c>.</summary>
    public string StatementTag => result?.Tag ?? "";

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    internal void Start() => NextResult();

    /// <inheritdoc/>
    public override bool NextResult()
    {
        RefuseClosed();
        result?.Dispose();
        result = null;
        batch = null;
        row = -1;
        peeked = false;
        while (next < statements.Count)
        {
            result = run(statements[next++]);
            if (result.RowsAffected >= 0)
            {
                affected = Math.Max(affected, 0) + result.RowsAffected;
            }

            // Statements without rows are passed over, so that a script ends at its queries.
            if (result.Columns.Count > 0 || next == statements.Count)
            {
                return result.Columns.Count > 0;
            }

            result.Dispose();
        }

        return false;
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        RefuseClosed();
        if (result is null)
        {
            return false;
        }

        row++;
        while (batch is null || row >= batch.Length)
        {
            if (batch is null && peeked)
            {
                return false;
            }

            Fetch();
            row = 0;
            if (batch is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken) =>
        batch is not null && row + 1 < batch.Length ? Task.FromResult(Read()) : Task.Run(Read, cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) =>
        Task.Run(NextResult, cancellationToken);

    /// <inheritdoc/>
    public override void Close()
    {
        if (!closed)
        {
            closed = true;
            result?.Dispose();
            result = null;
            batch = null;
            cancellation.Dispose();

            // The connection may have been closed before, and opened again for others.
            if (!session.IsClosed)
            {
                closeAfter?.Close();
            }
        }
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => Column(ordinal).Name;

    /// <inheritdoc/>
    public override int GetOrdinal(string name)
    {
        for (var i = 0; i < FieldCount; i++)
        {
            if (Column(i).Name == name)
            {
                return i;
            }
        }

        for (var i = 0; i < FieldCount; i++)
        {
            if (Column(i).Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new IndexOutOfRangeException($"the result has no column '{name}'");
    }

    /// <inheritdoc/>
    public override string GetDataTypeName(int ordinal) => Column(ordinal).Type.Name;

    /// <inheritdoc/>
    public override Type GetFieldType(int ordinal) => ArrowCells.ClrType(Column(ordinal).Type);

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => Cells(ordinal).IsNull(row);

    /// <inheritdoc/>
    public override object GetValue(int ordinal) => ArrowCells.Value(Cells(ordinal), row) ?? DBNull.Value;

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
        {
            values[i] = GetValue(i);
        }

        return count;
    }

    /// <inheritdoc/>
    public override T GetFieldValue<T>(int ordinal)
    {
        var value = GetValue(ordinal);
        return value switch
        {
            T same => same,
            DBNull when default(T) is null => default!,
            _ => (T)CellConversion.To(typeof(T), value, GetName(ordinal)),
        };
    }

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => GetFieldValue<bool>(ordinal);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => GetFieldValue<byte>(ordinal);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) =>
        GetString(ordinal) is { Length: 1 } text ? text[0]
            : throw new InvalidCastException("the text is not one character");

    /// <inheritdoc/>
    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTime>(ordinal);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => GetFieldValue<decimal>(ordinal);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => GetFieldValue<double>(ordinal);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => GetFieldValue<float>(ordinal);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => GetFieldValue<Guid>(ordinal);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => GetFieldValue<short>(ordinal);

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    /// <inheritdoc/>
    public override string GetString(int ordinal) => GetFieldValue<string>(ordinal);

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy(GetFieldValue<byte[]>(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(GetString(ordinal).ToCharArray(), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc/>
    public override DataTable GetSchemaTable()
    {
        var table = new DataTable("SchemaTable") { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsUnique, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsKey, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        for (var i = 0; i < FieldCount; i++)
        {
            table.Rows.Add(
                GetName(i), i, -1, GetFieldType(i), GetDataTypeName(i), true, false, false,
                GetFieldType(i) == typeof(byte[]));
        }

        return table;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private static long Copy<T>(T[] source, long offset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null)
        {
            return source.Length;
        }

        var count = (int)Math.Max(0, Math.Min(length, source.Length - offset));
        System.Array.Copy(source, offset, buffer, bufferOffset, count);
        return count;
    }

    private void RefuseClosed()
    {
        if (closed)
        {
            throw new InvalidOperationException("the reader is closed");
        }

        if (session.IsClosed)
        {
            throw new InvalidOperationException("the reader is closed, as its connection is");
        }
    }

    private void Fetch()
    {
        batch = result!.NextBatch();
        peeked = batch is null;
    }

    private ResultColumn Column(int ordinal)
    {
        RefuseClosed();
        return result is not null && ordinal >= 0 && ordinal < result.Columns.Count
            ? result.Columns[ordinal]
            : throw new IndexOutOfRangeException($"the result has no column {ordinal}");
    }

    private IArrowArray Cells(int ordinal)
    {
        _ = Column(ordinal);
        return batch is not null && row >= 0 && row < batch.Length
            ? batch.Column(ordinal)
            : throw new InvalidOperationException("no row is being read");
    }
}
