using System.Globalization;
using System.Reflection;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal sealed class SubjectRollout<TPolicy, TObservation, TActions, TDistribution>(
    TPolicy policy,
    Rollout<TObservation, TActions> rollout,
    PolicySpec spec
) : SubjectRollout
    where TPolicy : MaskedPolicy<TObservation, TActions, TDistribution>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : class, IPolicyDistribution<TDistribution, TActions>
{
    public override int Count => rollout.Count;

    public override int Slots => rollout.ActorSlots ?? 1;

    public override double LegalFraction => rollout.LegalFraction;

    public override IReadOnlyList<double> LegalFractions => rollout.LegalFractions;

    /// <summary>Creates the generated rollout of a policy.</summary>
    /// <param name="steps">The number of steps.</param>
    /// <param name="environments">The number of environments.</param>
    /// <param name="sizes">The values of the other parameters of the constructor, by name.</param>
    public static Rollout<TObservation, TActions> Make(int steps, int environments, Func<string, int> sizes)
    {
        Type observation = typeof(TObservation);
        Type nested = observation.DeclaringType!.GetNestedType("Rollout")!;
        Type type = nested.IsGenericTypeDefinition ? nested.MakeGenericType(observation.GetGenericArguments()) : nested;
        ConstructorInfo constructor = type.GetConstructors().Single();
        object[] arguments =
        [
            steps,
            environments,
            .. constructor.GetParameters().Skip(2).Select(parameter => (object)sizes(parameter.Name!)),
        ];
        return (Rollout<TObservation, TActions>)
            constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture);
    }

    public override SubjectStep Act(IReadOnlyList<Tensor?> observation, RandomStream stream)
    {
        TObservation typed = TObservation.FromTensors(observation);
        Step<TActions> step = policy.Act(typed, stream);
        rollout.Add(typed, step);
        return new SubjectStep(
            ToTensors(step.Actions),
            step.LogProb,
            spec.HasValue ? step.Value : null,
            spec.ValueEach is null ? null : step.LogProbPerActor,
            step);
    }

    public override void AddOutcome(float[] rewards, bool[] dones, float[] finalValues) => rollout.AddOutcome(rewards, dones, finalValues);

    public override void ComputeAdvantages(double gamma, double lambda, float[] lastValues) =>
        rollout.ComputeAdvantages(gamma, lambda, lastValues);

    public override SubjectMinibatch All() => ToPart(rollout.All());

    public override SubjectMinibatch AllSequences() => ToPart(rollout.AllSequences());

    public override SubjectMinibatch SliceOfSequences(int start, int count) => ToPart(rollout.AllSequences().Slice(start, count));

    public override IEnumerable<SubjectMinibatch> Minibatches(int count, RandomStream stream) =>
        rollout.Minibatches(count, stream).Select(ToPart);

    public override IEnumerable<SubjectMinibatch> Sequences(int count, RandomStream stream) =>
        rollout.Sequences(count, stream).Select(ToPart);

    public override void Clear() => rollout.Clear();

    private static Tensor[] ToTensors(TActions actions) => [.. actions.ToTensors().Select(tensor => tensor!)];

    private SubjectMinibatch ToPart(Minibatch<TObservation, TActions> minibatch) =>
        new(
            minibatch.Observation.ToTensors(),
            ToTensors(minibatch.Actions),
            minibatch.LogProb,
            spec.HasValue ? minibatch.Value : null,
            minibatch.Advantage,
            minibatch.Return,
            minibatch.Starts,
            minibatch.Rows,
            spec.ValueEach is null ? null : minibatch.LogProbPerActor,
            minibatch.Present
        );
}
