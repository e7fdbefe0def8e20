using Masking.Policies;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>The base class of every generated policy: a module that maps observations to distributions over actions.</summary>
/// <remarks>
/// Several threads may call <c>forward</c>, <see cref="Act"/>, <see cref="ActGreedily"/> and <see cref="Evaluate"/> at the same time, each
/// with its own <see cref="RandomStream"/> and tensors. The results are the same as with a single thread. A distribution can be used by one
/// thread at a time. Disposing a policy or a distribution while another thread uses it terminates the process.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// using var policy = new BlackjackPolicy();
/// var stream = new RandomStream(seed: 1);
/// var observation = new BlackjackPolicy.Observation
/// {
///     Hand = tensor(new float[,] { { 16, 10, 0 }, { 11, 6, 1 } }),                // (batch, 3): sum, dealer's card, first turn
///     MoveMask = tensor(new[,] { { true, true, false }, { true, true, true } }),  // (batch, 3), true = legal
/// };
///
/// using Step<BlackjackPolicy.Actions> step = policy.Act(observation, stream);
/// Move move = step.Actions.MoveAt(0);                                             // never Double
/// using Evaluation evaluation = policy.Evaluate(observation, step.Actions);
/// (-evaluation.LogProb.mean()).backward();
///
/// public enum Move { Hit, Stand, Double }
///
/// [MaskedPolicy]
/// public sealed partial class BlackjackPolicy
/// {
///     [Observation(3)] public partial MlpEncoder Hand { get; }
///     [ActionMask]     public partial Head<Move> Move { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TDistribution">The distribution over actions.</typeparam>
public abstract class MaskedPolicy<TObservation, TActions, TDistribution>
    : MaskedNetwork<TObservation, TDistribution>, IMaskedPolicy<TObservation, TActions, TDistribution>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>
{
    private readonly string _policy;

    /// <summary>Initializes a policy without parts. The generated constructor registers them.</summary>
    /// <param name="declaration">The declaration of the class.</param>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    protected MaskedPolicy(PolicyDeclaration declaration)
        : base(declaration) => _policy = declaration.Name;

    /// <summary>
    /// Whether heads without a legal choice and non-finite logits are also detected on devices other than the CPU, which costs one
    /// synchronization with the device per head and one per step. On the CPU, the checks always run. The default is false.
    /// </summary>
    public bool ChecksLegalityOnDevices { get; set; }

    /// <inheritdoc/>
    public virtual Step<TActions> Act(TObservation observation, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long step = stream.Step;
        try
        {
            return ActCore(observation, distribution => distribution.Sample(stream));
        }
        catch (NonFiniteLogitsException)
        {
            stream.Rewind(step);
            throw;
        }
    }

    /// <inheritdoc/>
    public virtual Step<TActions> ActGreedily(TObservation observation) => ActCore(observation, distribution => distribution.Mode());

    /// <inheritdoc/>
    public Evaluation Evaluate(TObservation observation, TActions actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        using DisposeScope scope = NewDisposeScope();
        TDistribution distribution = call(observation);
        return new Evaluation(
            distribution.LogProb(actions).MoveToOuterDisposeScope(),
            distribution.Entropy().MoveToOuterDisposeScope(),
            distribution.Value?.MoveToOuterDisposeScope(),
            distribution.LogProbPerActor(actions)?.MoveToOuterDisposeScope());
    }

    /// <summary>Whether the policy has a recurrent core, so that its observations contain a memory.</summary>
    public virtual bool IsRecurrent => false;

    /// <summary>Creates the memory of a number of environments, each at the start of an episode. The caller disposes it.</summary>
    /// <param name="environments">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="environments"/> is not positive.</exception>
    public virtual CarriedMemory<TObservation, TActions> CarryMemory(int environments)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        return new EmptyMemory<TObservation, TActions>(_policy, environments);
    }

    /// <summary>
    /// Computes the distribution over actions for every step of a sequence, with gradients. A recurrent policy carries its memory through
    /// the sequence.
    /// </summary>
    /// <param name="sequence">
    /// The observations. Every member has a leading axis of steps, <c>(steps, batch, …)</c>, except the memory of a recurrent policy, which
    /// is <c>(batch, width)</c> and is the memory before the first step.
    /// </param>
    /// <param name="starts">
    /// <c>(steps, batch)</c> bool, true = the step is the first of an episode. The memory before such a step is the initial memory.
    /// </param>
    /// <returns>
    /// A distribution whose batch has the rows step · batch + environment. Intermediate tensors belong to the caller's dispose scope.
    /// </returns>
    /// <inheritdoc cref="IMaskedPolicy{TObservation, TActions, TDistribution}.forward" path="/exception"/>
    public virtual TDistribution DistributionOf(TObservation sequence, Tensor starts)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(starts);
        return call(TObservation.FromTensors([.. FlattenSteps(sequence.ToTensors())]));
    }

    /// <summary>Throws if a head of the single agent has no legal choice in a row.</summary>
    /// <param name="head">The name of the head.</param>
    /// <param name="mask"><c>(batch, choices…)</c> bool, true = allowed; null allows every choice.</param>
    /// <param name="present"><c>(batch, choices)</c> bool, true = the candidate of a pointer is present; null if all are.</param>
    /// <exception cref="NoLegalActionException">In a row, no choice is both present and allowed.</exception>
    protected void RequireLegal(string head, Tensor? mask, Tensor? present = null)
    {
        if ((mask ?? present) is not { } first || (Device.type != DeviceType.CPU && !ChecksLegalityOnDevices))
        {
            return;
        }

        bool needsCopy = !first.is_cpu() || !first.is_contiguous() || present?.is_contiguous() == false;
        using DisposeScope? scope = needsCopy ? NewDisposeScope() : null;
        ReadOnlySpan<bool> second = mask is null || present is null ? [] : HostMemory.Read<bool>(present);
        IReadOnlyList<long> rows = LegalityCheck.RowsWithoutLegalChoice(first.size(0), HostMemory.Read<bool>(first), second);
        if (rows.Count > 0)
        {
            throw new NoLegalActionException(_policy, head, rows);
        }
    }

    /// <summary>Throws if a head of the single agent that chooses a number has no legal number in a row.</summary>
    /// <param name="head">The name of the head.</param>
    /// <param name="range"><c>(batch, 2)</c> float32: the low and the high end; null allows the declared interval.</param>
    /// <param name="low">The low end of the declared interval.</param>
    /// <param name="high">The high end of the declared interval.</param>
    /// <exception cref="NoLegalActionException">In a row, the interval does not overlap the declared one.</exception>
    protected void RequireLegal(string head, Tensor? range, float low, float high)
    {
        if (range is null || (Device.type != DeviceType.CPU && !ChecksLegalityOnDevices))
        {
            return;
        }

        using DisposeScope? scope = !range.is_cpu() || !range.is_contiguous() ? NewDisposeScope() : null;
        ReadOnlySpan<float> ends = HostMemory.Read<float>(range);
        IReadOnlyList<long> rows = LegalityCheck.RowsWithoutLegalNumber(ends, low, high);
        if (rows.Count > 0)
        {
            int first = 2 * (int)rows[0];
            throw NoLegalActionException.OfNumber(_policy, head, rows, (ends[first], ends[first + 1]), (low, high));
        }
    }

    /// <summary>
    /// Throws if the logits of a row are not a valid distribution. Their log-probability is NaN, and so is the joint log-probability, which
    /// is therefore checked first.
    /// </summary>
    /// <exception cref="NonFiniteLogitsException">The message names the first head with such a row.</exception>
    private void RequireFinite(TDistribution distribution, TActions actions, Tensor logProb)
    {
        if ((Device.type != DeviceType.CPU && !ChecksLegalityOnDevices) || NaNRows.Of(logProb) is not { Count: > 0 } rows)
        {
            return;
        }

        // The first head in the order of declaration is named, whatever its actor is.
        List<string> order = [.. TActions.MemberNames];
        foreach ((string head, Tensor headLogProb) in distribution.HeadLogProbs(actions).OrderBy(head => order.IndexOf(head.Head)))
        {
            if (NaNRows.Of(headLogProb) is { Count: > 0 } headRows)
            {
                throw new NonFiniteLogitsException(_policy, head, headRows);
            }
        }

        throw new NonFiniteLogitsException(_policy, nameof(distribution.LogProb), rows);
    }

    /// <summary>Reshapes each tensor from (steps, batch, …) to (steps · batch, …).</summary>
    private protected static IEnumerable<Tensor?> FlattenSteps(IEnumerable<Tensor?> tensors) =>
        tensors.Select(tensor => tensor?.flatten(0, 1));

    /// <summary>Creates the result of <see cref="Act"/>. Its tensors belong to the dispose scope that encloses the current one.</summary>
    private protected virtual Step<TActions> CreateStep(TDistribution distribution, TActions actions, Tensor logProb) =>
        new(actions, logProb, distribution.Value?.alias().MoveToOuterDisposeScope(),
            distribution.LogProbPerActor(actions)?.MoveToOuterDisposeScope());

    private Step<TActions> ActCore(TObservation observation, Func<TDistribution, TActions> select)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using MaskCapture.Suspension suspension = MaskCapture.Suspend();
        using TDistribution distribution = call(observation);
        TActions actions = select(distribution);
        Tensor logProb = distribution.LogProb(actions);
        RequireFinite(distribution, actions, logProb);
        return CreateStep(distribution, actions.MoveToOuterDisposeScope(), logProb.MoveToOuterDisposeScope());
    }
}
