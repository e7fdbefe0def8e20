using Masking.CompilerServices;
using Masking.Policies;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The base class of every generated policy with a <see cref="RecurrentCore"/>. The observation contains the memory before the step, and
/// the result of a step contains the memory after it.
/// </summary>
/// <example>
/// Evaluate a sequence of 20 steps in 4 environments, with gradients through time:
/// <code><![CDATA[
/// using var policy = new RadarPolicy();
/// var sequence = new RadarPolicy.Observation
/// {
///     Echoes = rand(20, 4, 12),                               // (steps, batch, 12)
///     SteerMask = null,                                       // every choice is legal
///     Memory = policy.InitialMemory(batch: 4),                // before the first step, (batch, 32)
/// };
/// RadarPolicy.Actions actions = new() { Steer = randint(0, 3, [20, 4]) };
/// Tensor starts = zeros(20, 4, dtype: @bool);
/// starts[10, 2] = tensor(true);                               // in environment 2, an episode starts at step 10
///
/// using Evaluation evaluation = policy.Evaluate(sequence, actions, starts);
/// (-evaluation.LogProb.mean()).backward();                    // LogProb (steps, batch)
///
/// [MaskedPolicy]
/// public sealed partial class RadarPolicy
/// {
///     [Observation(12)]         public partial MlpEncoder Echoes { get; }
///     [Core(32)]                public partial LstmCore Core { get; }
///     [ActionMask(Choices = 3)] public partial Head<int> Steer { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TObservation">The observations of the policy.</typeparam>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TDistribution">The distribution over actions.</typeparam>
/// <typeparam name="TMemory">The memory of the policy.</typeparam>
public abstract class RecurrentPolicy<TObservation, TActions, TDistribution, TMemory>
    : MaskedPolicy<TObservation, TActions, TDistribution>, IRecurrentPolicy<TObservation, TActions, TDistribution, TMemory>
    where TObservation : IRecurrentObservation<TObservation, TMemory>
    where TActions : ITensorRecord<TActions>
    where TDistribution : IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
    where TMemory : IPolicyMemory<TMemory>
{
    private readonly string _policy;
    private readonly InputContract _sequenceContract;

    /// <summary>Initializes a policy without parts. The generated constructor registers them.</summary>
    /// <param name="declaration">The declaration of the class.</param>
    /// <param name="contract">The required shapes and element types of the observation of one step.</param>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    protected RecurrentPolicy(PolicyDeclaration declaration, InputContract contract)
        : base(declaration)
    {
        ArgumentNullException.ThrowIfNull(contract);
        _policy = declaration.Name;
        _sequenceContract = contract.ForSequences();
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
    public sealed override bool IsRecurrent => true;

    /// <inheritdoc/>
    public sealed override CarriedMemory<TObservation, TActions> CarryMemory(int environments)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(environments);
        return new RecurrentMemory<TObservation, TActions, TMemory>(_policy, environments, InitialMemory(environments));
    }

    /// <inheritdoc/>
    public sealed override TDistribution DistributionOf(TObservation sequence, Tensor starts)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        IReadOnlyList<Tensor?> inputs = sequence.ToTensors();
        _sequenceContract.Check(Precision, Device, [.. inputs, starts]);
        int memoryTensors = sequence.Memory.ToTensors().Count;
        return Unroll(
            TObservation.FromTensors([.. FlattenSteps(inputs.SkipLast(memoryTensors)), .. inputs.TakeLast(memoryTensors)]), starts);
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(TObservation sequence, TActions actions, Tensor starts)
    {
        ArgumentNullException.ThrowIfNull(actions);
        using DisposeScope scope = NewDisposeScope();
        TDistribution distribution = DistributionOf(sequence, starts);
        long[] leadingSizes = [starts.size(0), starts.size(1)];
        IReadOnlyList<Tensor?> actionTensors = actions.ToTensors();
        for (int i = 0; i < actionTensors.Count; i++)
        {
            Expect.LeadingSize(_policy, RecordText.NameOf<TActions>(i), actionTensors[i]!, leadingSizes);
        }

        TActions flatActions = TActions.FromTensors([.. FlattenSteps(actionTensors)]);
        return new Evaluation(
            distribution.LogProb(flatActions).reshape(leadingSizes).MoveToOuterDisposeScope(),
            distribution.Entropy().reshape(leadingSizes).MoveToOuterDisposeScope(),
            Unflatten(distribution.Value),
            Unflatten(distribution.LogProbPerActor(flatActions)));

        Tensor? Unflatten(Tensor? rows) => rows?.unflatten(0, leadingSizes).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the distribution over actions for every row of a sequence, or of a single step.</summary>
    /// <param name="observation">
    /// A checked observation. In a sequence, the first axis is steps · batch, ordered by step, and the memory is the one before the first
    /// step, <c>(batch, width)</c>.
    /// </param>
    /// <param name="starts">
    /// <c>(steps, batch)</c> bool, true = the step is the first of an episode; null for a single step that continues an episode.
    /// </param>
    /// <exception cref="NoLegalActionException">A head of the single agent has no legal choice in a row.</exception>
    protected abstract TDistribution Unroll(TObservation observation, Tensor? starts);

    private protected override Step<TActions> CreateStep(TDistribution distribution, TActions actions, Tensor logProb) =>
        new Step<TActions, TMemory>(actions, logProb, distribution.Value?.alias().MoveToOuterDisposeScope(),
            TMemory.FromTensors([.. distribution.Memory.ToTensors().Select(tensor => tensor?.alias())]).MoveToOuterDisposeScope(),
            distribution.LogProbPerActor(actions)?.MoveToOuterDisposeScope());
}
