using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Masking.Samples.ConnectFour;
using Masking.Samples.Harvest;
using Masking.Samples.TeamCatcher;

namespace Masking.Samples.Tests;

/// <summary>The command lines of samples that train with workers.</summary>
public sealed class SampleWorkersTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("workers-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("harvest", "2048")]
    [InlineData("team-catcher", "2048")]
    [InlineData("connect-four", "8192")]
    public async Task ATrainingWithWorkersInTheProcess_HasTheBitsOfOneWithout(string sample, string steps)
    {
        string[] options = ["--steps", steps, "--seed", "3"];
        await Succeed(sample, [.. options, "--shards", "8", "--out", Folder("alone")]);

        await Succeed(sample, [.. options, "--workers", "3", "--out", Folder("workers")]);

        Assert.Equal(Checkpoint("alone"), Checkpoint("workers"));
        string[] lines = File.ReadAllLines(Path.Combine(Folder("workers"), "workers.csv"));
        Assert.Equal("time,workers,repeated,seconds", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Matches(@"^\d{4}-.*Z,3,0,\d+\.\d{3}$", line));
    }

    [Fact]
    public async Task OverlappedTrainings_HaveTheSameBits_WithWorkersAndWithout()
    {
        string[] options = ["--steps", "2048", "--shards", "4", "--overlap"];
        await Succeed("harvest", [.. options, "--out", Folder("alone")]);

        await Succeed("harvest", [.. options, "--workers", "2", "--out", Folder("workers")]);

        Assert.Equal(Checkpoint("alone"), Checkpoint("workers"));
    }

    [Fact]
    public async Task ATrainingWithWorkers_IsWatchedAndResumed_WithoutNamingItsShardsAgain()
    {
        string[] folder = ["--out", Folder("run")];
        await Succeed("harvest", ["--steps", "1024", "--workers", "2", "--shards", "4", "--overlap", .. folder]);

        await Succeed("harvest", ["--watch", .. folder]);
        await Succeed("harvest", ["--steps", "2048", "--resume", .. folder]);
        using StringWriter error = new();
        Assert.Equal(2, await Run("harvest", ["--watch", "--shards", "8", .. folder], error, TestContext.Current.CancellationToken));
        Assert.Contains("expected shards 8, got 4", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALearnerThatIsKilledAndResumed_HasTheBitsOfAnUndisturbedTraining()
    {
        string address = FreeAddress();
        string[] options = ["--size", "4", "--steps", "8192", "--checkpoint-every", "1"];
        await Succeed("harvest", [.. options, "--shards", "8", "--out", Folder("alone")]);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using StringWriter said = new();
        Task<int>[] workers =
        [
            Run("harvest", ["work", "--join", address], said, stop.Token),
            Run("harvest", ["work", "--join", address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)], said, stop.Token),
        ];
        string[] learn = ["learn", "--listen", address, "--deadline", "20", "--out", Folder("killed"), .. options];
        using (Process learner = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Masking.Samples.Harvest.dll"), .. learn]) { RedirectStandardError = true })!)
        {
            while (!File.Exists(Path.Combine(Folder("killed"), "checkpoint")))
            {
                Assert.False(learner.HasExited, "expected a learner that runs until it is killed");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            learner.Kill();
            await learner.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await Succeed("harvest", [.. learn, "--resume"]);

        Assert.Equal(Checkpoint("alone"), Checkpoint("killed"));
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(workers), exitCode => Assert.Equal(130, exitCode));
        Assert.Contains($"Waiting for the learner at {address}.", said.ToString(), StringComparison.Ordinal);
        Assert.Contains($"Joined the learner at {address}.", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALearnerWithoutWorkers_IsStoppedByCtrlC()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using StoppingWriter waiting = new(stop, "Listening on");
        Assert.Equal(130, await Run("harvest", ["learn", "--listen", FreeAddress(), "--out", Folder("waits")], waiting, stop.Token));

        Assert.StartsWith("Listening on 127.0.0.1:", waiting.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorkerOfAnotherSample_IsRefused()
    {
        string address = FreeAddress();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using StringWriter said = new();
        Task<int> learner = Run("harvest", ["learn", "--listen", address, "--out", Folder("run")], said, stop.Token);
        using StringWriter error = new();

        Assert.Equal(2, await Run("team-catcher", ["work", "--join", address], error, TestContext.Current.CancellationToken));

        Assert.Contains("The learner does not accept this worker: expected a worker", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("TeamPolicy", error.ToString(), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(130, await learner);
        Assert.Contains("was refused: expected a worker", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--shards: expected 1 to 16, the number of environments, got 17.", "--shards", "17")]
    [InlineData("--shards: expected 2 to 16, the number of environments, with workers, got 1.", "--shards", "1", "--workers", "2")]
    [InlineData("--shards: expected a whole number from 1, got '0'.", "--shards", "0")]
    [InlineData("--workers: expected a whole number from 0 to 1024, got '-1'.", "--workers", "-1")]
    [InlineData("--listen: expected an IP address and a port of this machine, such as 10.0.0.1:11111, got '10.0.0.1'.",
        "learn", "--listen", "10.0.0.1")]
    [InlineData("Option '--listen' is required.", "learn")]
    [InlineData("--certificate, --key, --authority: expected all three or none of them.",
        "learn", "--listen", "127.0.0.1:1", "--key", "key.pem")]
    [InlineData("--cluster: expected redis:CONNECTION or adonet:PROVIDER:CONNECTION, got 'redis:'.",
        "learn", "--listen", "127.0.0.1:1", "--cluster", "redis:")]
    [InlineData("work: expected either --join ADDRESS:PORT or --cluster TABLE, got none.", "work")]
    [InlineData("work: expected either --join ADDRESS:PORT or --cluster TABLE, got both.",
        "work", "--join", "learner:11111", "--cluster", "redis:localhost")]
    [InlineData("--join: expected the address or host name, and the port of a learner, such as 10.0.0.1:11111, got 'learner:0'.",
        "work", "--join", "learner:0")]
    public async Task InvalidOptions_AreErrorsBeforeAnythingStarts(string message, params string[] args)
    {
        using StringWriter error = new();
        string[] output = args[0] == "work" ? [] : ["--out", Folder("run")];

        Assert.Equal(2, await Run("harvest", [.. args, .. output], error, TestContext.Current.CancellationToken));

        Assert.Equal(message, error.ToString().Trim());
        Assert.False(Directory.Exists(Folder("run")));
    }

    private static async Task Succeed(string sample, string[] args)
    {
        using StringWriter error = new();
        int exitCode = await Run(sample, args, error, TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, $"{sample} ended with {exitCode}: {error}");
    }

    private static async Task<int> Run(string sample, string[] args, TextWriter error, CancellationToken cancellationToken)
    {
        using StringWriter output = new();
        return await (sample switch
        {
            "harvest" => HarvestCommand.Create().RunAsync(args, output, error, cancellationToken),
            "team-catcher" => TeamCommand.RunAsync(args, output, error, cancellationToken),
            _ => ConnectFourCommand.Create().RunAsync(args, output, error, cancellationToken),
        });
    }

    private static string FreeAddress()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket.LocalEndPoint!.ToString()!;
    }

    private string Folder(string name) => Path.Combine(_root.FullName, name);

    private byte[] Checkpoint(string name) => File.ReadAllBytes(Path.Combine(Folder(name), "checkpoint"));

    /// <summary>Cancels when a text is written.</summary>
    private sealed class StoppingWriter(CancellationTokenSource stop, string text) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value!.StartsWith(text, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }
}
