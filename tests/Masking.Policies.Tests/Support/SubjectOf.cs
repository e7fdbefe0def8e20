using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal class Subject<TPolicy, TObservation, TActions, TDistribution>(TPolicy policy, PolicySpec spec) : Subject(spec)
    where TPolicy : MaskedPolicy<TObservation, TActions, TDistribution>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : class, IPolicyDistribution<TDistribution, TActions>
{
    public override nn.Module Module => policy;

    public override void MoveTo(ScalarType precision) => policy.to(precision);

    public override SubjectStep Act(IReadOnlyList<Tensor?> observation, RandomStream stream) =>
        ToDeed(policy.Act(TObservation.FromTensors(observation), stream));

    public override SubjectStep ActGreedily(IReadOnlyList<Tensor?> observation) =>
        ToDeed(policy.ActGreedily(TObservation.FromTensors(observation)));

    public override SubjectEvaluation Evaluate(IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor?> actions)
    {
        Evaluation evaluation = policy.Evaluate(TObservation.FromTensors(observation), TActions.FromTensors(actions));
        return new SubjectEvaluation(
            evaluation.LogProb,
            evaluation.Entropy,
            Spec.HasValue ? evaluation.Value : null,
            Spec.ValueEach is null ? null : evaluation.LogProbPerActor);
    }

    public override SubjectDistribution Forward(IReadOnlyList<Tensor?> observation) =>
        new Generated(policy.forward(TObservation.FromTensors(observation)));

    public override SubjectDistribution DistributionOf(IReadOnlyList<Tensor?> sequence, Tensor starts) =>
        new Generated(policy.DistributionOf(TObservation.FromTensors(sequence), starts));

    public override IReadOnlyList<Tensor?> Select(IReadOnlyList<Tensor?> observation, Tensor rows) =>
        TObservation.FromTensors(observation).Select(rows).ToTensors();

    public override IReadOnlyList<Tensor?> Concatenate(params IReadOnlyList<Tensor?>[] observations) =>
        observations.Select(TObservation.FromTensors).ToArray().Concatenate().ToTensors();

    public override IReadOnlyList<Tensor?> ConcatenateActions(params IReadOnlyList<Tensor?>[] actions) =>
        actions.Select(TActions.FromTensors).ToArray().Concatenate().ToTensors();

    public override string[] Texts(IReadOnlyList<Tensor?> observation)
    {
        TObservation seen = TObservation.FromTensors(observation);
        Step<TActions> step = policy.Act(seen, new RandomStream(1));
        string[] alive = [$"{seen}", $"{step.Actions}", $"{step}", $"{policy.Evaluate(seen, step.Actions)}"];
        TActions actions = step.Actions;
        step.Dispose();
        return [.. alive, $"{actions}", $"{step}"];
    }

    public override IReadOnlyList<Tensor?> Clone(IReadOnlyList<Tensor?> observation) =>
        TObservation.FromTensors(observation).Clone().ToTensors();

    public override SubjectRollout NewRollout(int steps, int environments, int room, IReadOnlyList<Tensor?> observation)
    {
        Rollout<TObservation, TActions> rollout = SubjectRollout<TPolicy, TObservation, TActions, TDistribution>.Make(
            steps,
            environments,
            parameter =>
                parameter.EndsWith("Height", StringComparison.Ordinal) ? (int)this.SizeOf("height", observation)
                : parameter.EndsWith("Width", StringComparison.Ordinal) ? (int)this.SizeOf("width", observation)
                : room
        );
        return new SubjectRollout<TPolicy, TObservation, TActions, TDistribution>(policy, rollout, Spec);
    }

    private static Tensor[] ToTensors(TActions actions) => [.. actions.ToTensors().Select(tensor => tensor!)];

    private SubjectStep ToDeed(Step<TActions> step) => new(
        ToTensors(step.Actions),
        step.LogProb,
        Spec.HasValue ? step.Value : null,
        Spec.ValueEach is null ? null : step.LogProbPerActor,
        step);

    private sealed class Generated(TDistribution distribution) : SubjectDistribution
    {
        public override Tensor? Value => distribution.Value;

        public override string Text => distribution.ToString()!;

        public override Tensor[] Sample(RandomStream stream) => ToTensors(distribution.Sample(stream));

        public override Tensor[] Mode() => ToTensors(distribution.Mode());

        public override Tensor LogProb(IReadOnlyList<Tensor?> actions) => distribution.LogProb(TActions.FromTensors(actions));

        public override Tensor? LogProbPerActor(IReadOnlyList<Tensor?> actions) =>
            distribution.LogProbPerActor(TActions.FromTensors(actions));

        public override Tensor Entropy() => distribution.Entropy();

        public override Tensor KlDivergence(SubjectDistribution other) => distribution.KlDivergence(((Generated)other).Inner);

        public override IEnumerable<(string Head, Tensor LogProb)> HeadLogProbs(IReadOnlyList<Tensor?> actions) =>
            distribution.HeadLogProbs(TActions.FromTensors(actions));

        public override IEnumerable<(string Head, Tensor Entropy)> HeadEntropies(IReadOnlyList<Tensor?> actions) =>
            distribution.HeadEntropies(TActions.FromTensors(actions));

        public override Tensor Probs(string head) => Property($"{head}Probs");

        public override Tensor Property(string name) =>
            typeof(TDistribution).GetProperty(name)!.GetMethod!.CreateDelegate<Func<TDistribution, Tensor>>()(distribution);

        public override Tensor ProbsAt(string head, double temperature) => typeof(TDistribution).GetMethod($"{head}ProbsAt")!
            .CreateDelegate<Func<TDistribution, double, Tensor>>()(distribution, temperature);

        public override Tensor LogProbs(string head) =>
            typeof(TDistribution).GetProperty($"{head}LogProbs")!.GetMethod!.CreateDelegate<Func<TDistribution, Tensor>>()(distribution);

        public override Tensor CrossEntropy(string head, Tensor target) => typeof(TDistribution).GetMethod($"{head}CrossEntropy")!
            .CreateDelegate<Func<TDistribution, Tensor, Tensor>>()(distribution, target);

        public override Tensor LogProb(IReadOnlyList<Tensor?> actions, double temperature) =>
            typeof(TDistribution).GetMethod("LogProb", [typeof(TActions), typeof(double)])!
                .CreateDelegate<Func<TDistribution, TActions, double, Tensor>>()(distribution, TActions.FromTensors(actions), temperature);

        public override Tensor LogProb(string head, IReadOnlyList<Tensor?> actions) =>
            typeof(TDistribution)
                .GetMethod($"{head}LogProb")!
                .CreateDelegate<Func<TDistribution, TActions, Tensor>>()(distribution, TActions.FromTensors(actions));

        public override void Dispose() => distribution.Dispose();

        private TDistribution Inner => distribution;
    }
}
