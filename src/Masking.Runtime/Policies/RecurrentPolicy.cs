using Masking.CompilerServices;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The base of every generated policy with a <see cref="RecurrentCore"/>: a policy whose observation has a memory, and whose steps give the
/// next one.
/// </summary>
/// <typeparam name="TObservation">What the policy sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
/// <typeparam name="TDistribution">What it would do, and how probably.</typeparam>
/// <typeparam name="TMemory">What it remembers.</typeparam>
public abstract class RecurrentPolicy<TObservation, TActions, TDistribution, TMemory>
    : MaskedPolicy<TObservation, TActions, TDistribution>, IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory>
    where TObservation : IRecurrentObservation<TObservation, TMemory>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    private readonly string _policy;
    private readonly InputContract _sequences;

    /// <summary>A policy without parts.</summary>
    /// <param name="name">The policy's name.</param>
    /// <param name="contract">What the observation of one step must be.</param>
    protected RecurrentPolicy(string name, InputContract contract)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(contract);
        _policy = name;
        _sequences = contract.OfSequences();
    }

    /// <inheritdoc/>
    public TMemory InitialMemory(long batch) => TMemory.Initial(batch, Precision, Device);

    /// <inheritdoc/>
    public sealed override Step<TActions, TMemory> Act(TObservation observation, RandomStream stream) =>
        (Step<TActions, TMemory>)base.Act(observation, stream);

    /// <inheritdoc/>
    public sealed override Step<TActions, TMemory> ActGreedily(TObservation observation) =>
        (Step<TActions, TMemory>)base.ActGreedily(observation);

    /// <inheritdoc/>
    public Evaluation Evaluate(TObservation sequence, TActions actions, Tensor starts)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(actions);
        IReadOnlyList<Tensor?> seen = sequence.ToTensors();
        IReadOnlyList<Tensor?> taken = actions.ToTensors();
        _sequences.Check(Precision, Device, [.. seen, starts]);
        long[] places = [starts.size(0), starts.size(1)];
        for (int i = 0; i < taken.Count; i++)
        {
            Expect.LeadingSize(_policy, RecordText.NameOf<TActions>(i), taken[i]!, places);
        }

        using DisposeScope scope = NewDisposeScope();
        int remembered = sequence.Memory.ToTensors().Count;
        TObservation rows = TObservation.FromTensors([.. Rows(seen.SkipLast(remembered)), .. seen.TakeLast(remembered)]);
        TDistribution distribution = Unroll(rows, starts);
        TActions taking = TActions.FromTensors([.. Rows(taken)]);
        return new Evaluation(
            distribution.LogProb(taking).reshape(places).MoveToOuterDisposeScope(),
            distribution.Entropy().reshape(places).MoveToOuterDisposeScope(),
            distribution.Value?.reshape(places).MoveToOuterDisposeScope());
    }

    /// <summary>The distribution over actions in every row of a sequence, or of one step.</summary>
    /// <param name="observation">One that was checked; in a sequence one row per step and environment, step by step, and the memory before
    /// the first step.</param>
    /// <param name="starts"><c>(steps, batch)</c> bool, true = the step is the first of an episode; null for one step that
    /// continues.</param>
    /// <exception cref="NoLegalActionException">A head of the one agent has no legal choice.</exception>
    protected abstract TDistribution Unroll(TObservation observation, Tensor? starts);

    private protected override Step<TActions> StepOf(TDistribution distribution, TActions actions, Tensor logProb) =>
        new Step<TActions, TMemory>(actions, logProb, distribution.Value?.alias().MoveToOuterDisposeScope(),
            TMemory.FromTensors([.. distribution.Memory.ToTensors().Select(tensor => tensor?.alias())]).MoveToOuterDisposeScope());

    /// <summary>From (steps, batch, …) to (steps · batch, …).</summary>
    private static IEnumerable<Tensor?> Rows(IEnumerable<Tensor?> tensors) => tensors.Select(tensor => tensor?.flatten(0, 1));
}
