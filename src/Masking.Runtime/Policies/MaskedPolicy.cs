using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The base of every generated policy: a TorchSharp module whose parts are registered under the names of the declared members.
/// </summary>
/// <typeparam name="TObservation">What the policy sees.</typeparam>
/// <typeparam name="TActions">What it does.</typeparam>
/// <typeparam name="TDistribution">What it would do, and how probably.</typeparam>
public abstract class MaskedPolicy<TObservation, TActions, TDistribution>
    : nn.Module<TObservation, TDistribution>, IMaskedPolicy<TObservation, TActions, TDistribution>
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
    /// Looks for heads without a legal choice also where the masks are not in host memory, at the cost of a synchronisation a head.
    /// On the CPU they are always looked for.
    /// </summary>
    public bool ChecksLegalityOnDevices { get; set; }

    /// <summary>The element type of the parameters, and so of dense inputs.</summary>
    protected ScalarType Precision { get; private set; } = ScalarType.Float32;

    /// <summary>The device of the parameters, and so of all inputs.</summary>
    protected Device Device { get; private set; } = CPU;

    /// <inheritdoc/>
    public abstract override TDistribution forward(TObservation input);

    /// <inheritdoc/>
    public Step<TActions> Act(TObservation observation, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Take(observation, distribution => distribution.Sample(stream));
    }

    /// <inheritdoc/>
    public Step<TActions> ActGreedily(TObservation observation) => Take(observation, distribution => distribution.Mode());

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

    /// <summary>Registers a part under the name of its member.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="part">The part.</param>
    protected TPart Register<TPart>(string name, TPart part) where TPart : nn.Module
    {
        register_module(name, part);
        return part;
    }

    /// <summary>
    /// Takes all parameters and buffers out of the dispose scope in which the policy is being built, so that the policy outlives it.
    /// </summary>
    protected void KeepParameters()
    {
        foreach (Tensor tensor in parameters().Concat(buffers()))
        {
            tensor.DetachFromDisposeScope();
        }

        if (parameters().FirstOrDefault() is { } first)
        {
            Precision = first.dtype;
            Device = first.device;
        }
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

        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<bool> second = mask is null || present is null ? [] : HostMemory.Read<bool>(present);
        List<long> empty = Legality.RowsWithoutChoice(given.size(0), HostMemory.Read<bool>(given), second);
        if (empty.Count > 0)
        {
            throw new NoLegalActionException(_policy, head, empty);
        }
    }

    /// <summary>Everything is registered by name in the generated constructor; looking for fields would register it twice.</summary>
    protected sealed override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        Precision = dtype ?? Precision;
        Device = device ?? Device;
    }

    private Step<TActions> Take(TObservation observation, Func<TDistribution, TActions> choose)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        TDistribution distribution = call(observation);
        TActions actions = choose(distribution);
        Tensor logProb = distribution.LogProb(actions);
        return new Step<TActions>(
            actions.MoveToOuterDisposeScope(),
            logProb.MoveToOuterDisposeScope(),
            distribution.Value?.MoveToOuterDisposeScope());
    }
}
