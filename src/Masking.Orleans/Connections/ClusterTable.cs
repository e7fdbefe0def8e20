namespace Masking.Orleans;

/// <summary>A table in a database in which the learner enters its address, and in which workers look it up.</summary>
public sealed record ClusterTable
{
    private ClusterTable(string? provider, string connection) => (Provider, Connection) = (provider, connection);

    /// <summary>The invariant name of the ADO.NET provider; null for Redis.</summary>
    internal string? Provider { get; }

    /// <summary>The connection string.</summary>
    internal string Connection { get; }

    /// <summary>A table in Redis.</summary>
    /// <param name="connection">The connection string of StackExchange.Redis, for example <c>localhost:6379</c>.</param>
    public static ClusterTable Redis(string connection)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        return new ClusterTable(provider: null, connection);
    }

    /// <summary>
    /// A table in a relational database. The application references the provider, and the database contains the tables of Orleans: see
    /// its documentation of ADO.NET clustering.
    /// </summary>
    /// <param name="provider">The invariant name of the provider, for example <c>Npgsql</c>.</param>
    /// <param name="connection">The connection string of the provider.</param>
    public static ClusterTable AdoNet(string provider, string connection)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(provider);
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        return new ClusterTable(provider, connection);
    }
}
