using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A custom vector encoder whose fields are registered by TorchSharp.</summary>
public sealed partial class TanhEncoder : VectorEncoder
{
    private readonly Linear layer;

    public TanhEncoder(int inputs)
        : base(nameof(TanhEncoder), 8)
    {
        layer = nn.Linear(inputs, Width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor hidden = layer.forward(input);
        return hidden.tanh();
    }
}

/// <summary>A custom set encoder that pools by a sum.</summary>
public sealed partial class SumEncoder : EntityEncoder
{
    private readonly Linear layer;

    public SumEncoder(int features)
        : base(nameof(SumEncoder), 6, 6)
    {
        layer = nn.Linear(features, Width);
        RegisterComponents();
    }

    public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor none = zeros(1, entities.dtype);
        Tensor known = where(present.unsqueeze(-1), entities, none);
        Tensor encoded = where(present.unsqueeze(-1), layer.forward(known).tanh(), none);
        return new EntityEncoding(scope.MoveToOuter(encoded), scope.MoveToOuter(encoded.sum(1)));
    }
}

/// <summary>A custom map encoder that encodes each cell separately.</summary>
public sealed partial class CellEncoder : GridEncoder
{
    private readonly Linear layer;

    public CellEncoder(int channels, int? height, int? width)
        : base(nameof(CellEncoder), 5, 5 * (height * width ?? 0))
    {
        layer = nn.Linear(channels, Width);
        RegisterComponents();
    }

    public override GridEncoding forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor cells = layer.forward(input.permute(0, 2, 3, 1)).tanh();
        return new GridEncoding(scope.MoveToOuter(cells), scope.MoveToOuter(cells.flatten(1)));
    }
}

/// <summary>A custom core with a parameter in addition to a layer.</summary>
public sealed partial class TanhCore : PolicyCore
{
    private readonly Linear layer;
    private readonly Parameter gain;

    public TanhCore(int inputs, int width)
        : base(nameof(TanhCore), width)
    {
        layer = nn.Linear(inputs, width);
        gain = nn.Parameter(ones(width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return layer.forward(input).tanh().mul(gain).MoveToOuterDisposeScope();
    }
}

/// <summary>An Elman network: the hidden state is the output of the previous step.</summary>
public sealed partial class ElmanCore : RecurrentCore
{
    private readonly Linear fromInput;
    private readonly Linear fromHidden;

    public ElmanCore(int inputs, int width)
        : base(nameof(ElmanCore), width)
    {
        fromInput = nn.Linear(inputs, width);
        fromHidden = nn.Linear(width, width, hasBias: false);
        RegisterComponents();
    }

    protected override Tensor Read(Tensor input) => fromInput.forward(input);

    protected override Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory)
    {
        using DisposeScope scope = NewDisposeScope();
        return [read.Plus(fromHidden.forward(memory[0])).tanh().MoveToOuterDisposeScope()];
    }
}
