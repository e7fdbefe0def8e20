using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Running;
using Masking.Benchmarks.Bdn;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Distributed;
using Masking.Benchmarks.Reporting;
using Masking.Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Masking.Benchmarks;

/// <summary>The command line of the benchmarks.</summary>
internal static class BenchmarksCommand
{
    /// <summary>The exit code if a workload misses its target, or if the results of two contenders differ.</summary>
    public const int TargetMissed = 1;

    /// <summary>The exit code for invalid arguments.</summary>
    public const int WrongArguments = 2;

    private const string DebugBuildMessage =
        "expected a Release build, got a Debug build, whose times are meaningless; run with -c Release.";

    private static readonly Option<bool> List = new("--list") { Description = "Lists the workloads." };

    private static readonly Argument<string[]> WorkloadNames = new("workloads")
    {
        Description = "The workloads to compare, for example W1 W3. Default: all workloads.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<DirectoryInfo> ReportFolder = new("--report")
    {
        Description = "A folder for a table (comparison.md) and a figure (comparison.png) of the results.",
    };

    private static readonly Argument<string[]> PartNames = new("parts")
    {
        Description = "The parts to measure, for example overhead scaling. Default: all parts.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Argument<string> LearnerAddress = new("learner");

    private static readonly Argument<int> Slots = new("slots");

    static BenchmarksCommand()
    {
        WorkloadNames.AcceptOnlyFromAmong([.. Catalogue.All.Select(workload => workload.Name)]);
        PartNames.AcceptOnlyFromAmong([.. DistributedBenchmark.Parts.Select(part => part.Name)]);
    }

    private static bool IsDebugBuild =>
        typeof(MaskedCategorical).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Receives the results.</param>
    /// <param name="error">Receives the error messages.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Command compare = new(
            "compare",
            $"Compares the times of the library and its baselines. The exit code is {TargetMissed} if a target is missed."
        )
        {
            WorkloadNames,
            ReportFolder,
        };
        compare.SetAction(parsed => Compare(parsed.GetValue(WorkloadNames) ?? [], parsed.GetValue(ReportFolder), output, error));

        Command bdn = new("bdn", "Runs BenchmarkDotNet with all further arguments, for example --filter '*'.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        bdn.SetAction(parsed =>
        {
            BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run([.. parsed.UnmatchedTokens], new InProcess());
        });

        Command distributed = new(
            "distributed",
            $"Measures trainings with worker processes on this machine, and simulates more. The exit code is {TargetMissed} if a target is "
                + "missed."
        )
        {
            PartNames,
        };
        distributed.SetAction(parsed => Distribute(parsed.GetValue(PartNames) ?? [], output, error));

        Command work = new(WorkerProcess.Command, "Works for a learner. The processes that distributed starts run this.")
        {
            LearnerAddress,
            Slots,
        };
        work.Hidden = true;
        work.SetAction((parsed, _) => WorkerProcess.RunAsync(parsed.GetRequiredValue(LearnerAddress), parsed.GetRequiredValue(Slots)));

        RootCommand root = new("Compares the speed of the library with code that a user would otherwise write or choose.")
        {
            List,
            compare,
            distributed,
            bdn,
            work,
        };
        root.SetAction(parsed =>
            parsed.GetValue(List) ? ListWorkloads(output) : Fail(error, "expected compare, distributed, bdn or --list; see --help.")
        );

        ParseResult result = root.Parse(args);
        if (result.Action is ParseErrorAction errors)
        {
            errors.ShowHelp = false;
        }

        int exitCode = result.Invoke(new InvocationConfiguration { Output = output, Error = error });
        return result.Errors.Count > 0 ? WrongArguments : exitCode;
    }

    private static int ListWorkloads(TextWriter output)
    {
        foreach (IWorkload workload in Catalogue.All)
        {
            output.WriteLine($"{workload.Name,-3} {workload.Description}");
        }

        return 0;
    }

    private static int Distribute(string[] names, TextWriter output, TextWriter error)
    {
        if (IsDebugBuild)
        {
            return Fail(error, DebugBuildMessage);
        }

        Report report = new(output);
        DistributedBenchmark.Run(names, report);
        return report.AllTargetsMet ? 0 : TargetMissed;
    }

    private static int Compare(string[] names, DirectoryInfo? reportFolder, TextWriter output, TextWriter error)
    {
        if (IsDebugBuild)
        {
            return Fail(error, DebugBuildMessage);
        }

        set_num_threads(1);
        output.WriteLine(Processor.Text);
        output.WriteLine(NativeAllocator.KeepFreedMemory()
            ? "Allocator of all contenders: glibc, which keeps freed memory."
            : "Allocator of all contenders: that of the system, unchanged.");
        Scoreboard board = new(output);
        try
        {
            SelfCheck.Run();
            foreach (IWorkload workload in Catalogue.All.Where(workload => names.Length == 0 || names.Contains(workload.Name)))
            {
                workload.Compare(board);
            }
        }
        catch (DisagreementException disagreement)
        {
            error.WriteLine($"The results differ, so the times were not compared. {disagreement.Message}");
            return TargetMissed;
        }

        if (reportFolder is not null)
        {
            Save(board.Comparisons, reportFolder);
        }

        return board.AllTargetsMet ? 0 : TargetMissed;
    }

    private static void Save(IReadOnlyList<Comparison> comparisons, DirectoryInfo folder)
    {
        folder.Create();
        using StreamWriter table = new(Path.Combine(folder.FullName, "comparison.md"));
        ComparisonTable.Write(comparisons, new Report(table));
        ComparisonFigure.Save(Path.Combine(folder.FullName, "comparison.png"), comparisons);
    }

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine(message);
        return WrongArguments;
    }
}
