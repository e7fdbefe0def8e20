using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A custom head with a hidden layer, for any type of choices.</summary>
public sealed partial class DeepHead<T> : ChoiceHead<T>
{
    private readonly Linear hidden;
    private readonly Linear output;

    public DeepHead(int inputs, int choices, params int[] given)
        : base(nameof(DeepHead<>), inputs, choices, given)
    {
        hidden = nn.Linear(inputs, 5);
        output = nn.Linear(5, choices);
        RegisterComponents();
    }

    protected override Tensor Logits(Tensor features) => output.call(hidden.call(features).tanh());
}

/// <summary>A custom head with its own type of choices, whose output can be replaced.</summary>
public sealed partial class SteeringHead : ChoiceHead<Direction>
{
    private readonly Linear layer;

    public SteeringHead(int inputs, int choices)
        : base(nameof(SteeringHead), inputs, choices)
    {
        layer = nn.Linear(inputs, choices);
        RegisterComponents();
    }

    public Func<Tensor, Tensor?> Change { get; set; } = logits => logits;

    protected override Tensor Logits(Tensor features) => Change(layer.call(features))!;
}

/// <summary>A dueling network: the value of the state plus the advantages of the choices, whose mean is 0.</summary>
public sealed partial class DuelingHead : ActionValueHead<Order>
{
    private static readonly Scalar s_one = 1;

    private readonly Linear value;
    private readonly Linear advantage;

    public DuelingHead(int inputs, int choices)
        : base(nameof(DuelingHead), inputs, choices)
    {
        value = nn.Linear(inputs, 1);
        advantage = nn.Linear(inputs, choices);
        RegisterComponents();
    }

    protected override Tensor Values(Tensor features)
    {
        Tensor advantages = advantage.call(features);
        return value.call(features).add(advantages.sub(advantages.mean([1], keepdim: true)), s_one);
    }
}

/// <summary>Custom heads in all places: of the agent and of units, conditioned on each other, with an initializer.</summary>
[MaskedPolicy]
public sealed partial class HelmPolicy
{
    [Observation(3)]
    public partial MlpEncoder Globals { get; }

    [EntityMask(features: 2)]
    public partial DeepSetEncoder Units { get; }

    [Core(16)]
    public partial MlpCore Core { get; }

    [ActionMask]
    public partial DeepHead<Order> Command { get; } = new(16, 4);

    [ActionMask, ActiveWhen(nameof(Command), Order.Move), Given(nameof(Gear))]
    public partial DeepHead<bool> Haste { get; }

    [ActionMask(Choices = 3), MaskPer(nameof(Command))]
    public partial Head<int> Gear { get; }

    [ActionMask(Each = nameof(Units))]
    public partial SteeringHead Headings { get; }

    [Value]
    public partial ValueHead Value { get; }
}

/// <summary>Action values of a dueling network.</summary>
[MaskedPolicy]
public sealed partial class DuelingValues
{
    [Observation(3)]
    public partial MlpEncoder State { get; }

    [Core(16)]
    public partial MlpCore Core { get; }

    [ActionMask]
    public partial DuelingHead Q { get; }
}
