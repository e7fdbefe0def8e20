using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary>
/// A policy like those in generated code, written by hand: a custom part, a head with a mask, and optionally a value.
/// </summary>
internal sealed class ScoutPolicy : MaskedPolicy<Pair, ScoutPolicy.Actions, ScoutPolicy.Distribution>
{
    public const int Inputs = 5;

    private static readonly InputContract Contract = new(
        nameof(ScoutPolicy),
        InputSpec.Dense("Globals", "(batch, 5)"),
        InputSpec.OptionalMask("CommandMask", "(batch, 4)")
    );

    private static readonly ActionPlan Plan = new(nameof(ScoutPolicy), firstRandomNumber: 0, HeadPlan.Choice("Command", 4));

    private readonly Scale _scale;
    private readonly Head<int> _command;
    private readonly ValueHead? _value;

    public ScoutPolicy(bool hasValue = true)
        : base(new PolicyDeclaration(nameof(ScoutPolicy), [], new CoreDeclaration("Core", Inputs, nameof(Scale)), []))
    {
        _scale = Register("Scale", new Scale());
        _command = Register("Command", new Head<int>(Inputs, 4));
        _value = hasValue ? Register("Value", new ValueHead(Inputs)) : null;
        KeepParameters();
    }

    public override Distribution forward(Pair input)
    {
        long batch = Contract.Check(Precision, Device, input.First, input.Second);
        RequireLegal("Command", input.Second);
        using DisposeScope scope = NewDisposeScope();
        Tensor scaled = _scale.forward(input.First);
        ActorHeads heads = Plan.Choose(ActorRows.OfTheAgent(batch), scaled, _command.Choose(input.Second));
        heads.MoveToOuterDisposeScope(scope);
        return new Distribution(heads, _value?.forward(scaled).MoveToOuterDisposeScope());
    }

    /// <summary>A custom part whose parameter is not detached from the dispose scope.</summary>
    private sealed class Scale : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter factor = new(ones(1));

        public Scale()
            : base(nameof(Scale)) => register_parameter(nameof(factor), factor);

        public override Tensor forward(Tensor input) => input.mul(factor);
    }

    internal sealed record Actions(Tensor Command) : ITensorRecord<Actions>
    {
        public static IReadOnlyList<string> MemberNames => [nameof(Command)];

        public IReadOnlyList<Tensor?> ToTensors() => [Command];

        public static Actions FromTensors(IReadOnlyList<Tensor?> tensors) => new(tensors[0]!);
    }

    internal sealed class Distribution(ActorHeads heads, Tensor? value) : IPolicyDistribution<Distribution, Actions>
    {
        public Tensor? Value { get; } = value;

        public Actions Sample(RandomStream stream, double temperature = 1) => new(heads.Sample(stream.Next(temperature))[0]);

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
