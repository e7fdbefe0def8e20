using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Masking.Training.CommandLine;

namespace Masking.Orleans;

/// <summary>The subcommand that runs environments for a learner in another process.</summary>
/// <param name="training">The command line of the training.</param>
/// <param name="shards">The options of the shards.</param>
internal sealed class WorkCommand(TrainingCommand training, ShardOptions shards)
{
    private const int MostThreads = 1024;

    private readonly ConnectionOptions _connection = new();

    private readonly Option<EndPoint> _join = new("--join")
    {
        Description = "The address or host name, and the port of the learner, for example 10.0.0.1:11111.",
        HelpName = "address:port",
        CustomParser = result =>
        {
            string given = result.Tokens is [Token token] ? token.Value : "";
            if (IPEndPoint.TryParse(given, out IPEndPoint? address) && address.Port > 0)
            {
                return address;
            }

            int colon = given.LastIndexOf(':');
            if (colon > 0
                && Uri.CheckHostName(given[..colon]) == UriHostNameType.Dns
                && ushort.TryParse(given[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
                && port > 0)
            {
                return new DnsEndPoint(given[..colon], port);
            }

            result.AddError(
                $"--join: expected the address or host name, and the port of a learner, such as 10.0.0.1:11111, got '{given}'.");
            return null;
        },
    };

    private readonly Option<int> _threads = CommandOptions.IntegerOption(
        "--threads", 1, MostThreads, Environment.ProcessorCount, "The number of shards that run at the same time.");

    /// <summary>Creates the subcommand.</summary>
    public Command Create()
    {
        Command command = new("work", "Runs environments for a learner, until Ctrl-C. It waits for a learner that has not started yet.");
        foreach (Option option in new Option[] { _join, _threads }.Concat(_connection.All))
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        TextWriter error = TextWriter.Synchronized(parsed.InvocationConfiguration.Error);
        ClusterSettings cluster = _connection.Read(parsed);
        using ClusterCertificates? certificates = cluster.Certificates;
        EndPoint? learner = parsed.GetValue(_join);
        if (learner is null == cluster.Table is null)
        {
            throw new UsageException(
                $"work: expected either --join ADDRESS:PORT or --cluster TABLE, got {(learner is null ? "none" : "both")}.");
        }

        TorchLibrary.EnsureLoaded();
        WorkerOptions options = new()
        {
            Slots = parsed.GetValue(_threads),
            Cluster = cluster,
            Logger = new ReportLogger(error.WriteLine),
        };
        try
        {
            await Worker.RunAsync(learner, args => shards.Define(training.ParseDefining(args)), options, cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            throw new UsageException(exception.Message);
        }

        return CommandHost.InterruptedExitCode;
    }
}
