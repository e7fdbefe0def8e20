using Masking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Examples.Language;

public sealed class WideEncoder(int inputs) : MlpEncoder(inputs, width: 256);

public sealed class ElmanCore : RecurrentCore
{
    private static readonly Scalar one = 1;

    private readonly Linear fromInput;
    private readonly Linear fromHidden;

    public ElmanCore(int inputs, int width) : base(nameof(ElmanCore), width)
    {
        fromInput = nn.Linear(inputs, width);
        fromHidden = nn.Linear(width, width);
        RegisterComponents();
    }

    protected override Tensor Read(Tensor input) => fromInput.call(input);

    protected override Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory)
    {
        using DisposeScope scope = NewDisposeScope();
        return [read.add(fromHidden.call(memory[0]), one).tanh().MoveToOuterDisposeScope()];
    }
}

[MaskedPolicy]
public sealed partial class ElmanPolicy
{
    [Observation(12)] public partial WideEncoder Globals { get; }
    [Core(32)]        public partial ElmanCore Core { get; }
    [ActionMask]      public partial Head<Order> Command { get; }
}

[MaskedPolicy]
public sealed partial class WidePolicy
{
    private readonly Linear predict = nn.Linear(64, 12);
    private readonly Parameter temperature = nn.Parameter(ones(1));
    private readonly Tensor mean = zeros(12);

    [Observation(12)] public partial MlpEncoder Globals { get; } = new(12, width: 256);
    [Core(32)]        public partial PolicyCore Core { get; } = new MlpCore(inputs: 256, width: 32);
    [ActionMask]      public partial Head<Order> Command { get; }
}
