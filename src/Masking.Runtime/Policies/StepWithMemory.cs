using Masking.CompilerServices;
using Masking.Errors;
using static TorchSharp.torch;

namespace Masking;

/// <summary>The result of <c>Act</c> or <c>ActGreedily</c> of a recurrent policy, which also contains the memory after the step.</summary>
/// <example>
/// <code><![CDATA[
/// using var policy = new PokerPolicy();
/// var stream = new RandomStream(seed: 1);
/// PokerPolicy.Memory memory = policy.InitialMemory(batch: 2);
/// for (int round = 0; round < 4; round++)
/// {
///     var observation = new PokerPolicy.Observation { Table = rand(2, 52), BetMask = null, Memory = memory };
///     Step<PokerPolicy.Actions, PokerPolicy.Memory> step = policy.Act(observation, stream);
///     memory = step.Memory;                                   // Hidden (batch, 64)
/// }
///
/// public enum Bet { Fold, Call, Raise }
///
/// [MaskedPolicy]
/// public sealed partial class PokerPolicy
/// {
///     [Observation(52)] public partial MlpEncoder Table { get; }
///     [Core(64)]        public partial GruCore Core { get; }
///     [ActionMask]      public partial Head<Bet> Bet { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="TActions">The actions of the policy.</typeparam>
/// <typeparam name="TMemory">The memory of the policy.</typeparam>
public sealed class Step<TActions, TMemory> : Step<TActions>
    where TActions : ITensorRecord<TActions>
    where TMemory : IPolicyMemory<TMemory>
{
    private readonly TMemory _memory;

    internal Step(TActions actions, Tensor logProb, Tensor? value, TMemory memory, Tensor? logProbPerActor = null)
        : base(actions, logProb, value, logProbPerActor) => _memory = memory;

    /// <summary>The memory after the step. Pass it with the next observation.</summary>
    /// <exception cref="ObjectDisposedException">The step was disposed.</exception>
    public TMemory Memory
    {
        get
        {
            Alive.Require(IsDisposed, this);
            return _memory;
        }
    }

    private protected override (string? Name, object? Value)[] Members => [.. base.Members, ("Memory", RecordText.Of(_memory))];

    /// <summary>Deconstructs the step into actions, log-probability, state values and memory.</summary>
    /// <param name="actions">Receives <see cref="Step{TActions}.Actions"/>.</param>
    /// <param name="logProb">Receives <see cref="Step{TActions}.LogProb"/>.</param>
    /// <param name="value">Receives <see cref="Step{TActions}.Value"/>.</param>
    /// <param name="memory">Receives <see cref="Memory"/>.</param>
    /// <inheritdoc cref="Step{TActions}.Value" path="/exception"/>
    public void Deconstruct(out TActions actions, out Tensor logProb, out Tensor value, out TMemory memory)
    {
        Deconstruct(out actions, out logProb, out value);
        memory = Memory;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _memory.DisposeTensors();
    }
}
