using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A policy with additional layers, for an auxiliary loss.</summary>
[MaskedPolicy]
public sealed partial class LayeredPolicy
{
    private readonly Linear predict = nn.Linear(8, 2);
    private readonly Parameter scale = nn.Parameter(ones(2));
    private readonly Tensor mean = zeros(2);
    private readonly Tensor seen = zeros(1, ScalarType.Int64);
    private readonly Linear? later;

    [ComponentName(Name = "renamed")]
    private readonly Parameter offset = nn.Parameter(zeros(2));

    public LayeredPolicy(int size)
        : this()
    {
        later = nn.Linear(size, 2);
        RegisterLayer(nameof(later), later);
    }

    [Observation(4)] public partial MlpEncoder Globals { get; } = new(4, width: 8);
    [ActionMask]     public partial Head<bool> Jump { get; }

    public ModuleList<Linear> Hints { get; } = nn.ModuleList(nn.Linear(2, 2), nn.Linear(2, 2));

    public IEnumerable<Tensor> OwnTensors => [scale, offset, mean];

    public Tensor Seen => seen;

    /// <summary>Predicts the next observation <c>(batch, 2)</c>.</summary>
    public Tensor Predict(Tensor globals)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = predict.call(Globals.call(globals));
        foreach (Linear hint in Hints)
        {
            hidden = hint.call(hidden);
        }

        hidden = later is null ? hidden : later.call(hidden);
        return hidden.mul(scale).Plus(offset).Plus(mean).MoveToOuterDisposeScope();
    }
}

/// <summary>Contains another policy, and a parameter of another element type before all others.</summary>
[MaskedPolicy]
public sealed partial class MixedPolicy
{
    private readonly Parameter precise = nn.Parameter(ones(2, ScalarType.Float64));
    private readonly PlainJumper teacher = new();

    public MixedPolicy(int seed)
        : this()
    {
        manual_seed(seed);
        RegisterLayer(nameof(teacher), teacher);        // registering again has no effect
    }

    [Observation(4)] public partial MlpEncoder Globals { get; }
    [ActionMask]     public partial Head<bool> Jump { get; }
}

/// <summary>Has one more parameter than its base class.</summary>
[MaskedPolicy]
public partial class PlainJumper
{
    [Observation(4)] public partial MlpEncoder Globals { get; }
    [ActionMask]     public partial Head<bool> Jump { get; }
}

/// <summary>Registers its additional layer, as required of a derived class.</summary>
public sealed class LayeredJumper : PlainJumper
{
    private readonly Parameter gain = nn.Parameter(ones(3));

    public LayeredJumper()
    {
        RegisterLayer(nameof(gain), gain);
        RegisterLayer("bias", Offset, tensor => Offset = (Parameter)tensor);
    }

    public Parameter Gain => gain;

    public void Try(object? layer) => RegisterLayer("tried", layer);

    /// <summary>A parameter with a name by which TorchSharp does not find the field.</summary>
    public Parameter Offset { get; private set; } = nn.Parameter(zeros(3));
}
