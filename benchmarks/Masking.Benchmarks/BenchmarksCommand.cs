using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Running;
using Masking.Benchmarks.Bdn;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Workloads;
using static TorchSharp.torch;

namespace Masking.Benchmarks;

/// <summary>The command line of the benchmarks.</summary>
internal static class BenchmarksCommand
{
    /// <summary>The exit code when a workload falls short of its target, or contenders do not give the same.</summary>
    public const int FellShort = 1;

    /// <summary>The exit code when the arguments are wrong.</summary>
    public const int WrongArguments = 2;

    private static readonly Option<bool> List = new("--list") { Description = "Lists the workloads." };

    private static readonly Argument<string[]> Chosen = new("workloads")
    {
        Description = "Which to compare, for example W1 W3; all when left out.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static BenchmarksCommand() => Chosen.AcceptOnlyFromAmong([.. Catalogue.All.Select(workload => workload.Name)]);

    /// <summary>Parses the arguments and does what they ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where to write results.</param>
    /// <param name="error">Where to write what went wrong.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        Command compare = new(
            "compare",
            $"Times the library against its baselines, side by side; exit code {FellShort} if one target is missed."
        )
        {
            Chosen,
        };
        compare.SetAction(parsed => Compare(parsed.GetValue(Chosen) ?? [], output, error));

        Command bdn = new("bdn", "Hands over to BenchmarkDotNet, with all further arguments, for example --filter '*'.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        bdn.SetAction(parsed =>
        {
            BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run([.. parsed.UnmatchedTokens], new InProcess());
        });

        RootCommand root = new("How fast the library is, measured against code that one would otherwise write or pick.")
        {
            List,
            compare,
            bdn,
        };
        root.SetAction(parsed =>
            parsed.GetValue(List) ? ListWorkloads(output) : Refuse(error, "expected compare, bdn or --list; see --help.")
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

    private static int Compare(string[] names, TextWriter output, TextWriter error)
    {
        if (typeof(MaskedCategorical).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
        {
            return Refuse(error, "this is a Debug build, whose times mean nothing; run it with -c Release.");
        }

        set_num_threads(1);
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
            error.WriteLine($"Nothing to compare. {disagreement.Message}");
            return FellShort;
        }

        return board.AllHold ? 0 : FellShort;
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine(message);
        return WrongArguments;
    }
}
