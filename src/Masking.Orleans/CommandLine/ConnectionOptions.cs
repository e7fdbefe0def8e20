using System.CommandLine;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>The options of the connection between learner and workers.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string> _certificate = Path("--certificate", "The certificate of this process as a PEM file, for mutual TLS.");
    private readonly Option<string> _key = Path("--key", "The private key of the certificate as a PEM file.");
    private readonly Option<string> _authority = Path("--authority", "The certificate of the authority that signed all of them.");

    private readonly Option<string> _cluster = new("--cluster")
    {
        Description = "The table in which workers look up the learner: redis:CONNECTION, or adonet:PROVIDER:CONNECTION.",
        HelpName = "table",
    };

    private readonly Option<string> _name = new("--cluster-name")
    {
        Description = "The name of the cluster. Trainings that share a table need different names.",
        HelpName = "name",
        DefaultValueFactory = _ => new ClusterSettings().Name,
    };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_certificate, _key, _authority, _cluster, _name];

    /// <summary>Returns the settings that the options give.</summary>
    /// <exception cref="UsageException">A value is not valid, or only some of the files are given.</exception>
    /// <exception cref="IOException">A certificate cannot be used.</exception>
    public ClusterSettings Read(ParseResult parsed) => new()
    {
        Name = parsed.GetRequiredValue(_name),
        Table = parsed.GetValue(_cluster) is { } table ? ParseTable(table) : null,
        Certificates = (parsed.GetValue(_certificate), parsed.GetValue(_key), parsed.GetValue(_authority)) switch
        {
            (null, null, null) => null,
            ({ } certificate, { } key, { } authority) => ClusterCertificates.FromPem(certificate, key, authority),
            _ => throw new UsageException("--certificate, --key, --authority: expected all three or none of them."),
        },
    };

    private static ClusterTable ParseTable(string text) => text.Split(':', 3) switch
    {
        ["redis", _, ..] when text["redis:".Length..] is { Length: > 0 } connection => ClusterTable.Redis(connection),
        ["adonet", { Length: > 0 } provider, { Length: > 0 } connection] => ClusterTable.AdoNet(provider, connection),
        _ => throw new UsageException($"--cluster: expected redis:CONNECTION or adonet:PROVIDER:CONNECTION, got '{text}'."),
    };

    private static Option<string> Path(string name, string description) => new(name) { Description = description, HelpName = "file" };
}
