using Masking.Benchmarks.Baselines;
using Masking.Benchmarks.Baselines.Seed;
using Masking.Benchmarks.Baselines.Tuned;
using Masking.Benchmarks.Comparing;
using Masking.Benchmarks.Declared;
using Masking.Benchmarks.Library;
using Masking.Benchmarks.Limits;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Workloads;

internal sealed class W3Grid : IWorkload
{
    private const int Environments = 24;
    private const int Size = 16;
    private const double MaxDistance = 2;

    public string Name => "W3";

    public string Description => $"act: units on {Environments} maps of {Size}x{Size}, components [{string.Join(", ", UnitCommand.Sizes)}]";

    public void Compare(Scoreboard board)
    {
        Compare(board, units: 8, seedTarget: 100, tunedTarget: 3);
        Compare(board, units: 32, seedTarget: 40, tunedTarget: 2);
    }

    private void Compare(Scoreboard board, int units, double seedTarget, double tunedTarget)
    {
        using GridScene scene = new(Environments, Size, units);
        using LibraryGrid ours = new(scene);
        RequireFairDraws($"{Name}: draws of the library", scene, ours);
        using GridLimit limit = new(scene);
        board.ReportDistance($"{Name} act {Size}x{Size} {units} units", MaxDistance, TimeAct(ours), Timing.Of(limit.Run));
        Compare(board, units, "seed", seedTarget, scene, ours, new DenseGrid(scene, new SeedCategorical()));
        Compare(board, units, "tuned", tunedTarget, scene, ours, new GatheredGrid(scene, new TunedCategorical()));
    }

    private void Compare(
        Scoreboard board, int units, string baseline, double target, GridScene scene, LibraryGrid ours, IGridContender theirs)
    {
        string title = $"{Name} act {Size}x{Size} {units} units";
        RequireSame($"{title} {baseline}", ours, theirs);
        RequireFairDraws($"{title} {baseline}", scene, theirs);
        board.ReportSpeedup(title, baseline, target, TimeAct(ours), TimeAct(theirs));
    }

    /// <summary>Times <see cref="IGridContender.Act"/>, and disposes its results.</summary>
    internal static Timed TimeAct(IGridContender contender) => Timing.Of(() =>
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        contender.Act();
    });

    private static void RequireSame(string title, LibraryGrid ours, IGridContender theirs)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor actions = ours.Act().Actions;
        (Tensor logProb, Tensor entropy) = ours.Evaluate(actions);
        (Tensor theirLogProb, Tensor theirEntropy) = theirs.Evaluate(actions.clamp_min(Scalars.Zero));
        Agreement.RequireClose($"{title}: probabilities", ours.Probs(), theirs.Probs());
        Agreement.RequireClose($"{title}: log-probabilities", logProb, theirLogProb);
        Agreement.RequireClose($"{title}: entropies", entropy, theirEntropy);
    }

    private static void RequireFairDraws(string title, GridScene scene, IGridContender contender)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor units = scene.Agents.flatten().nonzero().squeeze(1);
        Agreement.RequireFrequencies(title, contender.Probs().flatten(0, 2).index_select(0, units), () =>
        {
            Tensor actions = contender.Act().Actions.flatten(0, 2).index_select(0, units);
            return cat([.. UnitCommand.Sizes.Select((size, i) => Agreement.OneHot(actions.select(1, i), size))], 1);
        });
    }
}
