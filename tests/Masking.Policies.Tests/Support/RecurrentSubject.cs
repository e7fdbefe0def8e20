using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The additional operations of a recurrent policy, independent of the generated types.</summary>
internal interface IRecurrentSubject
{
    /// <summary>The memory at the start of an episode.</summary>
    IReadOnlyList<Tensor?> Initial(long batch);

    /// <summary>Evaluates the actions of one step, with gradients, and returns the memory after the step.</summary>
    (SubjectEvaluation Evaluation, IReadOnlyList<Tensor?> Memory) Step(IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor?> actions);

    /// <summary>Acts for one step, and returns the memory after the step.</summary>
    (SubjectStep Step, IReadOnlyList<Tensor?> Memory) ActWithMemory(IReadOnlyList<Tensor?> observation, RandomStream stream);

    /// <summary>Evaluates the actions of a sequence.</summary>
    SubjectEvaluation EvaluateSequence(IReadOnlyList<Tensor?> sequence, IReadOnlyList<Tensor?> actions, Tensor starts);
}

internal sealed class RecurrentSubject<TPolicy, TObservation, TActions, TDistribution, TMemory>(TPolicy policy, PolicySpec spec)
    : Subject<TPolicy, TObservation, TActions, TDistribution>(policy, spec), IRecurrentSubject
    where TPolicy : RecurrentPolicy<TObservation, TActions, TDistribution, TMemory>
    where TObservation : IRecurrentObservation<TObservation, TMemory>
    where TActions : ITensorRecord<TActions>
    where TDistribution : class, IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    // Only the interface is used, as in a trainer that is generic over the policy.
    private readonly IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory> _policy = policy;

    public IReadOnlyList<Tensor?> Initial(long batch) => _policy.InitialMemory(batch).ToTensors();

    public (SubjectEvaluation Evaluation, IReadOnlyList<Tensor?> Memory) Step(
        IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor?> actions)
    {
        TDistribution distribution = _policy.forward(TObservation.FromTensors(observation));
        return (
            new SubjectEvaluation(
                distribution.LogProb(TActions.FromTensors(actions)),
                distribution.Entropy(),
                distribution.Value,
                distribution.LogProbPerActor(TActions.FromTensors(actions))),
            distribution.Memory.ToTensors()
        );
    }

    public (SubjectStep Step, IReadOnlyList<Tensor?> Memory) ActWithMemory(IReadOnlyList<Tensor?> observation, RandomStream stream)
    {
        Step<TActions, TMemory> step = _policy.Act(TObservation.FromTensors(observation), stream);
        return (
            new SubjectStep(
                [.. step.Actions.ToTensors().Select(tensor => tensor!)],
                step.LogProb,
                Spec.HasValue ? step.Value : null,
                Spec.ValueEach is null ? null : step.LogProbPerActor,
                step),
            step.Memory.ToTensors()
        );
    }

    public SubjectEvaluation EvaluateSequence(IReadOnlyList<Tensor?> sequence, IReadOnlyList<Tensor?> actions, Tensor starts)
    {
        Evaluation evaluation = _policy.Evaluate(TObservation.FromTensors(sequence), TActions.FromTensors(actions), starts);
        return new SubjectEvaluation(
            evaluation.LogProb,
            evaluation.Entropy,
            Spec.HasValue ? evaluation.Value : null,
            Spec.ValueEach is null ? null : evaluation.LogProbPerActor);
    }
}
