using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The base class of every generated class with a <see cref="QHead{T}"/>: a module that maps observations to action values.
/// </summary>
/// <example>
/// One update of deep Q-learning (Mnih et al. 2015), with the mask of the next state in the target:
/// <code><![CDATA[
/// var stream = new RandomStream(seed: 1);
/// using TicTacToeValues online = new(), target = new();
/// target.load_state_dict(online.state_dict());
/// TicTacToeValues.Observation state = Observe(zeros(16, 9)), next = Observe(ones(16, 9));     // batch of 16
/// Tensor reward = rand(16);
///
/// using TicTacToeValues.Actions actions = online.Act(state, epsilon: 0.1, stream);            // legal cells only
/// using TicTacToeValues.Values nextValues = target.forward(next);
/// Tensor targets = (reward + 0.99 * nextValues.Max()).detach();                               // Max is 0 on a full board
/// using TicTacToeValues.Values values = online.forward(state);
/// nn.functional.smooth_l1_loss(values.Of(actions), targets).backward();
///
/// static TicTacToeValues.Observation Observe(Tensor board) => new() { Board = board, CellMask = board.eq(0) };
///
/// [MaskedPolicy]
/// public sealed partial class TicTacToeValues
/// {
///     [Observation(9)]          public partial MlpEncoder Board { get; }
///     [ActionMask(Choices = 9)] public partial QHead<int> Cell { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TObservation">The observations of the network.</typeparam>
/// <typeparam name="TActions">The actions of the network.</typeparam>
/// <typeparam name="TValues">The values of the actions.</typeparam>
public abstract class MaskedValueNetwork<TObservation, TActions, TValues> : MaskedNetwork<TObservation, TValues>
    where TObservation : ITensorRecord<TObservation>
    where TActions : ITensorRecord<TActions>
    where TValues : IActionValues<TActions>
{
    /// <summary>Initializes a network without parts. The generated constructor registers them.</summary>
    /// <param name="declaration">The declaration of the class.</param>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    protected MaskedValueNetwork(PolicyDeclaration declaration)
        : base(declaration)
    {
    }

    /// <summary>
    /// Whether legal values that are NaN or +inf are also detected on devices other than the CPU, which costs one synchronization with the
    /// device per step. On the CPU, the check always runs. The default is false.
    /// </summary>
    public bool ChecksValuesOnDevices { get; set; }

    /// <summary>Computes the values of all actions, with gradients.</summary>
    /// <param name="input">The observation of a batch of environments.</param>
    /// <exception cref="MaskShapeException">A tensor does not have the declared shape, element type or device.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public abstract override TValues forward(TObservation input);

    /// <summary>
    /// Selects a uniformly random legal action with probability <paramref name="epsilon"/>, otherwise the legal action with the greatest
    /// value, without gradients. Every actor decides independently.
    /// </summary>
    /// <param name="observation">The observation of a batch of environments.</param>
    /// <param name="epsilon">The probability of exploring, from 0 to 1.</param>
    /// <param name="stream">The random stream. The call takes one step of it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    /// <exception cref="NonFiniteLogitsException">A legal value is NaN or +inf. The stream keeps its position.</exception>
    /// <inheritdoc cref="forward" path="/exception"/>
    public TActions Act(TObservation observation, double epsilon, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        MaskedValues.RequireProbability(epsilon);
        return ActCore(observation, values => values.EpsilonGreedy(epsilon, stream));
    }

    /// <summary>Selects the legal actions with the greatest value, without gradients. The lowest index wins a tie.</summary>
    /// <param name="observation">The observation of a batch of environments.</param>
    /// <exception cref="NonFiniteLogitsException">A legal value is NaN or +inf.</exception>
    /// <inheritdoc cref="forward" path="/exception"/>
    public TActions ActGreedily(TObservation observation) => ActCore(observation, values => values.Greedy());

    private TActions ActCore(TObservation observation, Func<TValues, TActions> select)
    {
        using IDisposable noGrad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using MaskCapture.Suspension suspension = MaskCapture.Suspend();
        TValues values = call(observation);
        if (Device.type == DeviceType.CPU || ChecksValuesOnDevices)
        {
            values.RequireFinite();
        }

        return select(values).MoveToOuterDisposeScope();
    }
}
