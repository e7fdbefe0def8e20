using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary>A policy as the generator writes them, by hand: one command under a mask, and a value where asked for.</summary>
internal sealed class ScoutPolicy : MaskedPolicy<Pair, ScoutPolicy.Actions, ScoutPolicy.Distribution>
{
    public const int Inputs = 5;

    private static readonly InputContract Contract = new(nameof(ScoutPolicy), InputSpec.Dense("Globals", "(batch, 5)"), InputSpec.OptionalMask("CommandMask", "(batch, 4)"));

    private readonly Head<int> _command;
    private readonly ValueHead? _value;

    public ScoutPolicy(bool hasValue = true)
        : base(nameof(ScoutPolicy))
    {
        _command = Register("Command", new Head<int>(Inputs, 4));
        _value = hasValue ? Register("Value", new ValueHead(Inputs)) : null;
        KeepParameters();
    }

    public override Distribution forward(Pair input)
    {
        long batch = Contract.Check(Precision, Device, input.First, input.Second);
        RequireLegal("Command", input.Second);
        using DisposeScope scope = NewDisposeScope();
        ActorHeads heads = ActorHeads.Choose(nameof(ScoutPolicy), ActorRows.OfTheAgent(batch), input.First, _command.Choose("Command", input.Second));
        heads.MoveToOuterDisposeScope(scope);
        return new Distribution(heads, _value?.forward(input.First).MoveToOuterDisposeScope());
    }

    internal sealed record Actions(Tensor Command) : ITensorRecord<Actions>
    {
        public IReadOnlyList<Tensor?> ToTensors() => [Command];

        public static Actions FromTensors(IReadOnlyList<Tensor?> tensors) => new(tensors[0]!);
    }

    internal sealed class Distribution(ActorHeads heads, Tensor? value) : IPolicyDistribution<Distribution, Actions>
    {
        public Tensor? Value { get; } = value;

        public Actions Sample(RandomStream stream) => new(heads.Sample(stream.Next(), 0)[0]);

        public Actions Mode() => new(heads.Mode()[0]);

        public Tensor LogProb(Actions actions) => heads.LogProb(actions.Command);

        public Tensor Entropy() => heads.Entropy();

        public Tensor KlDivergence(Distribution other) => heads.KlDivergence(other.Heads);

        public void Dispose()
        {
            heads.Dispose();
            Value?.Dispose();
        }

        private ActorHeads Heads => heads;
    }
}
