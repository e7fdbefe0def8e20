using Masking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Examples.Language;

public sealed class DuelingHead : ActionValueHead<Order>
{
    private static readonly Scalar one = 1;

    private readonly Linear value;
    private readonly Linear advantage;

    public DuelingHead(int inputs, int choices) : base(nameof(DuelingHead), inputs, choices)
    {
        value = nn.Linear(inputs, 1);
        advantage = nn.Linear(inputs, choices);
        RegisterComponents();
    }

    protected override Tensor Values(Tensor features)
    {
        Tensor advantages = advantage.call(features);
        return advantages.sub(advantages.mean([1], keepdim: true)).add(value.call(features), one);
    }
}

[MaskedPolicy]
public sealed partial class DuelingValues
{
    [Observation(12)] public partial MlpEncoder Globals { get; }
    [ActionMask]      public partial DuelingHead Q { get; }
}

[MaskedPolicy]
public sealed partial class DispatchPolicy
{
    [EntityMask(features: 4)]   public partial AttentionEncoder Vehicles { get; }
    [EntityMask(features: 3)]   public partial AttentionEncoder Customers { get; }
    [ActionMask(Each = nameof(Vehicles), Over = nameof(Customers)), Distinct]
                                public partial PointerHead Destination { get; }
}
