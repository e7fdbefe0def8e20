using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>A training whose workers run in other processes.</summary>
/// <param name="shards">The options of the shards.</param>
internal sealed class LearnMode(ShardOptions shards)
{
    private const int MostSeconds = 86_400;

    private readonly ConnectionOptions _connection = new();

    private readonly Option<IPEndPoint> _listen = new("--listen")
    {
        Description = "The address and port that workers join, for example 10.0.0.1:11111.",
        HelpName = "address:port",
        Required = true,
        CustomParser = result =>
        {
            string given = result.Tokens is [Token token] ? token.Value : "";
            if (IPEndPoint.TryParse(given, out IPEndPoint? address) && address.Port > 0)
            {
                return address;
            }

            result.AddError($"--listen: expected an IP address and a port of this machine, such as 10.0.0.1:11111, got '{given}'.");
            return null;
        },
    };

    private readonly Option<int> _deadline = CommandOptions.IntegerOption(
        "--deadline",
        1,
        MostSeconds,
        (int)new LearnerOptions().Deadline.TotalSeconds,
        "The number of seconds after which the rollout of a shard is requested from another worker, too.");

    /// <summary>Creates the mode.</summary>
    public TrainingMode Create() => new(
        "learn",
        "Trains with environments that run on workers in other processes.",
        [_listen, _deadline, .. _connection.All],
        _ => true,
        StartAsync);

    private async Task<IShardHost> StartAsync(TrainingStart start)
    {
        ParseResult parsed = start.Arguments.Parsed;
        IPEndPoint listen = parsed.GetRequiredValue(_listen);
        LearnerOptions options = new()
        {
            Deadline = TimeSpan.FromSeconds(parsed.GetValue(_deadline)),
            Cluster = _connection.Read(parsed),
            Logger = new ReportLogger(start.Report),
        };
        Learner learner = await Learner.StartAsync(
            listen, shards.Define(start.Arguments), start.DefiningArguments, options, start.CancellationToken);
        string join = Connection.IsEveryAddress(listen) ? $"{Dns.GetHostName()}:{listen.Port}" : $"{listen}";
        start.Report($"Listening on {listen}. Start workers with: work --join {join}");
        return new OrleansShardHost(learner, start, _ => Task.CompletedTask, options.Cluster.Certificates);
    }
}
