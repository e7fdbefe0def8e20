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

internal sealed class W6Policy : IWorkload
{
    private const double MaxDistance = 1.3;

    private static readonly int Orders = Enum.GetValues<Order>().Length;
    private static readonly int Directions = Enum.GetValues<Direction>().Length;
    private static readonly int[] Batches = [1, 64, 1024];
    private static readonly Scalar Tenth = 0.1;
    private static readonly Scalar Move = (long)Order.Move;
    private static readonly Scalar Attack = (long)Order.Attack;

    public string Name => "W6";

    public string Description => $"a whole policy: Act, and Evaluate with backward, of {nameof(SkirmishPolicy)}";

    public void Compare(Scoreboard board)
    {
        foreach (int batch in Batches)
        {
            CompareWithLimit(board, batch);
            Compare(board, batch, "seed", SeedStyle.Style, target: 3);
            Compare(board, batch, "tuned", TunedStyle.Style, target: 1.3);
        }
    }

    private void CompareWithLimit(Scoreboard board, int batch)
    {
        using SkirmishScene scene = new(batch);
        using LibrarySkirmish ours = new(scene.Observation);
        using PolicyLimit limit = new(scene.Observation);
        SkirmishActions actions = ours.Act();
        board.ReportDistance($"{Name} act batch {batch}", MaxDistance, Timing.Of(() => Act(ours)), Timing.Of(limit.Act));
        board.ReportDistance(
            $"{Name} evaluate batch {batch}", MaxDistance, TimeEvaluate(ours, actions), Timing.Of(limit.EvaluateAndBackward));
    }

    private void Compare(Scoreboard board, int batch, string baseline, HandWrittenStyle style, double target)
    {
        using SkirmishScene scene = new(batch);
        using LibrarySkirmish ours = new(scene.Observation);
        Perturb(ours.Parameters.Values);
        using HandWrittenSkirmish theirs = new(style, scene.Observation, ours.Parameters);
        SkirmishActions actions = ours.Act();

        // The baselines gather log-probabilities at the actions of all heads, also of those that the order does not use.
        SkirmishActions nonNegativeActions = new(
            actions.Command,
            actions.Heading.clamp_min(Scalars.Zero),
            actions.Target.clamp_min(Scalars.Zero)
        );
        string title = $"{Name} batch {batch} {baseline}";
        RequireSame(title, ours, actions, theirs, nonNegativeActions);
        RequireFairDraws($"{title}: draws of the library", ours);
        RequireFairDraws($"{title}: draws", theirs);
        board.ReportSpeedup($"{Name} act batch {batch}", baseline, target, Timing.Of(() => Act(ours)), Timing.Of(() => Act(theirs)));
        board.ReportSpeedup(
            $"{Name} evaluate batch {batch}", baseline, target, TimeEvaluate(ours, actions), TimeEvaluate(theirs, nonNegativeActions));
    }

    /// <summary>
    /// Moves the parameters away from their initial values, under which the policy is almost uniform and errors would not show.
    /// </summary>
    private static void Perturb(IEnumerable<Tensor> parameters)
    {
        using IDisposable frozen = no_grad();
        foreach (Tensor parameter in parameters)
        {
            parameter.add_(randn_like(parameter).mul(Tenth), Scalars.One);
        }
    }

    private static void Act(ISkirmishContender contender)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        contender.Act();
    }

    private static Timed TimeEvaluate(ISkirmishContender contender, SkirmishActions actions)
    {
        Tensor[] parameters = SortedParameters(contender);
        return Timing.Of(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            EvaluateWithGradients(contender, actions, parameters);
        });
    }

    private static Tensor[] SortedParameters(ISkirmishContender contender) =>
        [.. contender.Parameters.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Value)];

    /// <summary>Returns log-probability, entropy and value, followed by the gradient of each parameter.</summary>
    private static Tensor[] EvaluateWithGradients(ISkirmishContender contender, SkirmishActions actions, Tensor[] parameters)
    {
        (Tensor logProb, Tensor entropy, Tensor value) = contender.Evaluate(actions);
        return [logProb, entropy, value, .. autograd.grad([logProb.add(entropy, Scalars.One).add(value, Scalars.One).mean()], parameters)];
    }

    private static void RequireSame(
        string title,
        ISkirmishContender ours,
        SkirmishActions ourActions,
        ISkirmishContender theirs,
        SkirmishActions theirActions
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Agreement.RequireClose($"{title}: probabilities", ours.Probs(), theirs.Probs());
        string[] names =
        [
            "log-probabilities",
            "entropies",
            "values",
            .. ours.Parameters.Keys.Order(StringComparer.Ordinal).Select(name => $"gradients of {name}"),
        ];
        Tensor[] ourResults = EvaluateWithGradients(ours, ourActions, SortedParameters(ours));
        Tensor[] theirResults = EvaluateWithGradients(theirs, theirActions, SortedParameters(theirs));
        foreach ((string name, Tensor result, Tensor other) in names.Zip(ourResults, theirResults))
        {
            Agreement.RequireClose($"{title}: {name}", result, other);
        }
    }

    private static void RequireFairDraws(string title, ISkirmishContender contender)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor probs = contender.Probs();
        Agreement.RequireFrequencies(title, probs, () =>
        {
            SkirmishActions actions = contender.Act();
            return cat([
                Agreement.OneHot(actions.Command, Orders),
                Agreement.OneHot(actions.Heading, Directions).mul(actions.Command.eq(Move).unsqueeze(1)),
                Agreement.OneHot(actions.Target, probs.size(1) - Orders - Directions).mul(actions.Command.eq(Attack).unsqueeze(1)),
            ], 1);
        });
    }
}
