using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog.Storage;

/// <summary>
/// One open connection to the metastore's file, used by many threads in turn. Statements are prepared once and kept:
/// every SQL text given here must be a constant.
/// </summary>
internal sealed class Database : IDisposable
{
    private const int BusySeconds = 30;

    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = [];
    private bool writing;
    private long changes;

    private Database(SqliteConnection connection) => this.connection = connection;

    /// <summary>
    /// Without the pool: one connection lives as long as its metastore, and a pooled one would keep the file of a
    /// lake that was deleted meanwhile.
    /// </summary>
    public static string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Pooling = false,
        DefaultTimeout = BusySeconds,
    }.ToString();

    public static Database Open(string file)
    {
        var connection = new SqliteConnection(ConnectionString(file));
        var database = new Database(connection);
        try
        {
            connection.Open();
            database.Pragma($"busy_timeout={BusySeconds * 1000}");
            database.Pragma("synchronous=NORMAL");
            database.Pragma("foreign_keys=ON");
            return database;
        }
        catch (SqliteException exception)
        {
            database.Dispose();
            throw Translate(exception);
        }
        catch (LakeSqlException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Another connection to the same file.</summary>
    public Database Another() => Open(connection.DataSource);

    /// <summary>Runs a pragma and gives back what it answers, if anything.</summary>
    public object? Pragma(string text)
    {
        lock (gate)
        {
            try
            {
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA " + text;
                return command.ExecuteScalar();
            }
            catch (SqliteException exception)
            {
                throw Translate(exception);
            }
        }
    }

    /// <summary>The rows of a query, read to the end. Parameters are <c>$1</c>, <c>$2</c>, …</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        lock (gate)
        {
            try
            {
                var rows = new List<T>();
                using var reader = Bind(sql, values).ExecuteReader();
                while (reader.Read())
                {
                    rows.Add(map(reader));
                }

                return rows;
            }
            catch (SqliteException exception)
            {
                throw Translate(exception);
            }
        }
    }

    /// <summary>Runs a statement and gives back how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        lock (gate)
        {
            try
            {
                return Bind(sql, values).ExecuteNonQuery();
            }
            catch (SqliteException exception)
            {
                throw Translate(exception);
            }
        }
    }

    /// <summary>
    /// Does the work as one transaction that takes the write lock first, so that what it reads stays true until it
    /// commits. Inside another write it is part of that.
    /// </summary>
    public T Write<T>(Func<T> work)
    {
        lock (gate)
        {
            // Counted before and whatever comes of it: a state that seems new costs time, one that seems old is wrong.
            changes++;
            return Transact(work);
        }
    }

    /// <summary>
    /// As <see cref="Write{T}"/>, and on the disk when it returns; other writes may be lost with the machine's power,
    /// all after a moment.
    /// </summary>
    public T WriteDurably<T>(Func<T> work)
    {
        lock (gate)
        {
            Pragma("synchronous=FULL");
            try
            {
                return Write(work);
            }
            finally
            {
                Pragma("synchronous=NORMAL");
            }
        }
    }

    /// <summary>As <see cref="Write{T}"/>, for rows that no binding reads.</summary>
    public void WriteRecord(Action work)
    {
        lock (gate)
        {
            Transact(() =>
            {
                work();
                return true;
            });
        }
    }

    /// <summary>The state of all that is not a record of a statement.</summary>
    public MetastoreState State()
    {
        lock (gate)
        {
            return new MetastoreState(Query("PRAGMA data_version", row => row.GetInt64(0))[0], changes);
        }
    }

    private T Transact<T>(Func<T> work)
    {
        if (writing)
        {
            return work();
        }

        Execute("BEGIN IMMEDIATE");
        writing = true;
        try
        {
            var result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
        finally
        {
            writing = false;
        }
    }

    /// <inheritdoc cref="Write{T}"/>
    public void Write(Action work) => Write(() =>
    {
        work();
        return true;
    });

    /// <summary>Does the work while no other thread of this process uses the connection.</summary>
    public T Together<T>(Func<T> work)
    {
        lock (gate)
        {
            return work();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var command in prepared.Values)
            {
                command.Dispose();
            }

            prepared.Clear();
            connection.Dispose();
        }
    }

    public static LakeSqlException Translate(SqliteException exception)
    {
        var (code, message) = exception.SqliteErrorCode switch
        {
            SqliteCodes.Busy or SqliteCodes.Locked => (ErrorCode.CommitConflict, "The metastore is busy."),
            SqliteCodes.Full or SqliteCodes.IoError => (ErrorCode.IoFailed, "The metastore cannot be read or written."),
            SqliteCodes.Corrupt or SqliteCodes.CannotOpen or SqliteCodes.ReadOnly or SqliteCodes.NotADatabase =>
                (ErrorCode.MetastoreUnusable, "The lake's metastore cannot be used."),
            _ => (ErrorCode.Internal, "The metastore refused a statement of LakeSql."),
        };
        return new LakeSqlException(code, message, SourceSpan.None, innerException: exception)
        {
            Detail = exception.Message,
        };
    }

    private void Rollback()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (LakeSqlException)
        {
            // SQLite has rolled back already when the disk is full or broken; the first error is the one to show.
        }
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    private static class SqliteCodes
    {
        public const int Busy = 5;
        public const int Locked = 6;
        public const int ReadOnly = 8;
        public const int IoError = 10;
        public const int Corrupt = 11;
        public const int Full = 13;
        public const int CannotOpen = 14;
        public const int NotADatabase = 26;
    }
}
