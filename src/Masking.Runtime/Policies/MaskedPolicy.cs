using Masking.Policies;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The base of every generated policy: a module that gives a distribution over actions.
/// </summary>
/// <remarks>
/// Several threads may call <c>forward</c>, <see cref="Act"/>, <see cref="ActGreedily"/> and <see cref="Evaluate"/> at a time, each with
/// a <see cref="RandomStream"/> and tensors of its own, and get
/// what each gets alone. A distribution is for one thread at a time. Neither may be disposed while another thread uses it, which ends the
/// process.
/// </remarks>
/// <typeparam name="TObservation">What the policy sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
/// <typeparam name="TDistribution">What it would do, and how probably.</typeparam>
public abstract class MaskedPolicy<TObservation, TActions, TDistribution>
    : MaskedNetwork<TObservation, TDistribution>, IMaskedPolicy<TObservation, TActions, TDistribution>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly string _policy;

    /// <summary>A policy without parts.</summary>
    /// <param name="name">The policy's name.</param>
    protected MaskedPolicy(string name)
        : base(name) => _policy = name;

    /// <summary>
    /// Looks for heads without a legal choice, and for logits that are no distribution, also on devices other than the CPU, at the cost of
    /// a synchronisation a head and one a step. On the CPU they are always looked for.
    /// </summary>
    public bool ChecksLegalityOnDevices { get; set; }

    /// <inheritdoc/>
    public virtual Step<TActions> Act(TObservation observation, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long step = stream.Step;
        try
        {
            return Take(observation, distribution => distribution.Sample(stream));
        }
        catch (NonFiniteLogitsException)
        {
            stream.Return(step);
            throw;
        }
    }

    /// <inheritdoc/>
    public virtual Step<TActions> ActGreedily(TObservation observation) => Take(observation, distribution => distribution.Mode());

    /// <inheritdoc/>
    public Evaluation Evaluate(TObservation observation, TActions actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        using DisposeScope scope = NewDisposeScope();
        TDistribution distribution = call(observation);
        return new Evaluation(
            distribution.LogProb(actions).MoveToOuterDisposeScope(),
            distribution.Entropy().MoveToOuterDisposeScope(),
            distribution.Value?.MoveToOuterDisposeScope());
    }

    /// <summary>Refuses masks that leave the one agent of an environment nothing to choose in a head.</summary>
    /// <param name="head">The name of the head.</param>
    /// <param name="mask"><c>(batch, choices…)</c> bool, or null.</param>
    /// <param name="present"><c>(batch, choices)</c> bool: what a pointer can point at; null where that is everything.</param>
    /// <exception cref="NoLegalActionException">A row has no choice that is present and allowed.</exception>
    protected void RequireLegal(string head, Tensor? mask, Tensor? present = null)
    {
        if ((mask ?? present) is not { } given || (Device.type != DeviceType.CPU && !ChecksLegalityOnDevices))
        {
            return;
        }

        using DisposeScope? scope = given.is_cpu() && given.is_contiguous() && present?.is_contiguous() != false ? null : NewDisposeScope();
        ReadOnlySpan<bool> second = mask is null || present is null ? [] : HostMemory.Read<bool>(present);
        List<long> empty = Legality.RowsWithoutChoice(given.size(0), HostMemory.Read<bool>(given), second);
        if (empty.Count > 0)
        {
            throw new NoLegalActionException(_policy, head, empty);
        }
    }

    /// <summary>
    /// Refuses logits that are no distribution. Their log-probability is NaN, so looking at the joint one suffices where all is well.
    /// </summary>
    private void RequireFinite(TDistribution distribution, TActions actions, Tensor logProb)
    {
        if ((Device.type != DeviceType.CPU && !ChecksLegalityOnDevices) || NaNRows.Of(logProb) is not { Count: > 0 } rows)
        {
            return;
        }

        foreach ((string head, Tensor ofHead) in distribution.HeadLogProbs(actions))
        {
            if (NaNRows.Of(ofHead) is { Count: > 0 } rowsOfHead)
            {
                throw new NonFiniteLogitsException(_policy, head, rowsOfHead);
            }
        }

        throw new NonFiniteLogitsException(_policy, nameof(distribution.LogProb), rows);
    }

    /// <summary>A step with what else the distribution knows, in tensors of its own outside of the current dispose scope.</summary>
    private protected virtual Step<TActions> StepOf(TDistribution distribution, TActions actions, Tensor logProb) =>
        new(actions, logProb, distribution.Value?.alias().MoveToOuterDisposeScope());

    private Step<TActions> Take(TObservation observation, Func<TDistribution, TActions> choose)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using MaskCapture.Suspension suspension = MaskCapture.Suspend();
        using TDistribution distribution = call(observation);
        TActions actions = choose(distribution);
        Tensor logProb = distribution.LogProb(actions);
        RequireFinite(distribution, actions, logProb);
        return StepOf(distribution, actions.MoveToOuterDisposeScope(), logProb.MoveToOuterDisposeScope());
    }
}
