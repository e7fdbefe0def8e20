using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>What a recurrent policy can do besides, seen without its generated types.</summary>
internal interface IRemembering
{
    /// <summary>The memory at the start of an episode.</summary>
    IReadOnlyList<Tensor?> Initial(long batch);

    /// <summary>What is thought of one step's actions, with gradient, and the memory after the step.</summary>
    (Judgement Judgement, IReadOnlyList<Tensor?> Memory) Step(IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor?> actions);

    /// <summary>What was done in one step, and the memory after it.</summary>
    (Deed Deed, IReadOnlyList<Tensor?> Memory) ActAndRemember(IReadOnlyList<Tensor?> observation, RandomStream stream);

    /// <summary>What is thought of a sequence.</summary>
    Judgement EvaluateSequence(IReadOnlyList<Tensor?> sequence, IReadOnlyList<Tensor?> actions, Tensor starts);
}

internal sealed class Remembering<TPolicy, TObservation, TActions, TDistribution, TMemory>(TPolicy policy, PolicySpec spec)
    : Subject<TPolicy, TObservation, TActions, TDistribution>(policy, spec), IRemembering
    where TPolicy : RecurrentPolicy<TObservation, TActions, TDistribution, TMemory>
    where TObservation : IRecurrentObservation<TObservation, TMemory>
    where TActions : ITensorRecord<TActions>
    where TDistribution : class, IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    // A trainer knows no more than this of the policies that it trains.
    private readonly IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory> _policy = policy;

    public IReadOnlyList<Tensor?> Initial(long batch) => _policy.InitialMemory(batch).ToTensors();

    public (Judgement Judgement, IReadOnlyList<Tensor?> Memory) Step(IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor?> actions)
    {
        TDistribution distribution = _policy.forward(TObservation.FromTensors(observation));
        return (
            new Judgement(distribution.LogProb(TActions.FromTensors(actions)), distribution.Entropy(), distribution.Value),
            distribution.Memory.ToTensors()
        );
    }

    public (Deed Deed, IReadOnlyList<Tensor?> Memory) ActAndRemember(IReadOnlyList<Tensor?> observation, RandomStream stream)
    {
        Step<TActions, TMemory> step = _policy.Act(TObservation.FromTensors(observation), stream);
        return (
            new Deed([.. step.Actions.ToTensors().Select(tensor => tensor!)], step.LogProb, Spec.HasValue ? step.Value : null, step),
            step.Memory.ToTensors()
        );
    }

    public Judgement EvaluateSequence(IReadOnlyList<Tensor?> sequence, IReadOnlyList<Tensor?> actions, Tensor starts)
    {
        Evaluation evaluation = _policy.Evaluate(TObservation.FromTensors(sequence), TActions.FromTensors(actions), starts);
        return new Judgement(evaluation.LogProb, evaluation.Entropy, Spec.HasValue ? evaluation.Value : null);
    }
}
