using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Distributions;

/// <summary>The remedy in an error message fits the mistake.</summary>
public sealed class AdviceTests
{
    public static TheoryData<string, string> Masks => new()
    {
        { "(2) bool", "MaskedCategorical.mask: expected (3, 2) bool, got (2) bool. "
            + "Tensors are not broadcast; if all rows are the same, pass mask.expand(3, 2)." },
        { "(1, 2) bool", "MaskedCategorical.mask: expected (3, 2) bool, got (1, 2) bool. "
            + "Tensors are not broadcast; if all rows are the same, pass mask.expand(3, 2)." },
        { "(3, 4) bool", "MaskedCategorical.mask: expected (3, 2) bool, got (3, 4) bool. Axis 1 must be 2 and is 4. "
            + "Tensors are not reshaped automatically." },
        { "(2, 3) bool", "MaskedCategorical.mask: expected (3, 2) bool, got (2, 3) bool. Axis 0 must be 3 and is 2. "
            + "Tensors are not reshaped automatically." },
        { "(6) bool", "MaskedCategorical.mask: expected (3, 2) bool, got (6) bool. It has 1 axis instead of 2. "
            + "Tensors are not reshaped automatically." },
        { "() bool", "MaskedCategorical.mask: expected (3, 2) bool, got () bool. It has 0 axes instead of 2. "
            + "Tensors are not reshaped automatically." },
        { "(3, 2) float32", "MaskedCategorical.mask: expected (3, 2) bool, got (3, 2) float32. A mask is bool, true = allowed; convert "
            + "numbers with mask.to(torch.@bool)." },
        { "disposed", "MaskedCategorical.mask: expected (3, 2) bool, got a disposed tensor. It was disposed, or the dispose scope that it "
            + "was made in has ended; give a tensor that is still alive." },
    };

    [Theory]
    [MemberData(nameof(Masks))]
    public void OfMasks(string mask, string message)
    {
        using Tensor given = mask switch
        {
            "(2) bool" => ones(2, ScalarType.Bool),
            "(1, 2) bool" => ones(1, 2, ScalarType.Bool),
            "(3, 4) bool" => ones(3, 4, ScalarType.Bool),
            "(2, 3) bool" => ones(2, 3, ScalarType.Bool),
            "(6) bool" => ones(6, ScalarType.Bool),
            "() bool" => tensor(true),
            "disposed" => Disposed(),
            _ => ones(3, 2),
        };
        using Tensor logits = zeros(3, 2);
        Assert.Equal(message, Refused.WithoutLeak<MaskShapeException>(() => new MaskedCategorical(logits, given)).Message);
    }

    [Fact]
    public void OfMasks_CanBeFollowed()
    {
        using Tensor row = tensor(new[] { true, false });
        using Tensor rows = row.expand(3, 2);
        using Tensor logits = zeros(3, 2);
        using MaskedCategorical categorical = new(logits, rows);
        using Tensor mode = categorical.Mode();
        Assert.Equal([0, 0, 0], Read.Actions(mode));
    }

    [Fact]
    public void OfLogits()
    {
        using Tensor whole = zeros(3, 2, ScalarType.Int64);
        using Tensor scalar = tensor(1f);
        using Tensor disposed = Disposed();
        using Tensor cube = zeros(1, 1, 1);
        Says("MaskedFlags.logits: expected (…, bits) of floating point, got (3, 2) int64. Convert numbers with "
            + "tensor.to(torch.float32).", () => new MaskedFlags(whole));
        Says("MaskedFlags.logits: expected (…, bits) of floating point, got () float32. Give it one axis or more.", () =>
            new MaskedFlags(scalar));
        Says("MaskedValues.values: expected a tensor, got a disposed tensor. It was disposed, or the dispose scope that it was made in "
            + "has ended; give a tensor that is still alive.", () => new MaskedValues(disposed));
        Says("MaskedSubset.logits: expected (rows, elements) of floating point, got (1, 1, 1) float32. It has 3 axes instead of 2. "
            + "Tensors are not reshaped automatically.",
            () => new MaskedSubset(cube, scalar, null, 1));
    }

    [Fact]
    public void OfActions()
    {
        using Tensor logits = zeros(3, 2);
        using Tensor nothing = zeros(3, 0);
        using MaskedCategorical categorical = new(logits);
        using MaskedCategorical ofNothing = new(nothing);
        using Tensor floats = zeros(3);
        using Tensor two = zeros(2, ScalarType.Int64);
        using Tensor three = zeros(3, ScalarType.Int64);
        using Tensor column = zeros(3, 1, ScalarType.Int64);
        using Tensor disposed = Disposed();
        Says("MaskedCategorical.actions: expected (3) int64, got (3) float32. An action is the index of a choice, or -1 for no action; "
            + "convert numbers with actions.to(torch.int64).", () => categorical.LogProb(floats));
        Says("MaskedCategorical.actions: expected (3) int64, got (2) int64. Axis 0 must be 3 and is 2. "
            + "Tensors are not reshaped automatically.", () => categorical.LogProb(two));
        Says("MaskedCategorical.actions: expected (3) int64, got (3, 1) int64. It has 2 axes instead of 1. "
            + "Tensors are not reshaped automatically.", () => categorical.LogProb(column));
        Says("MaskedCategorical.actions: expected (3) int64, got a disposed tensor. It was disposed, or the dispose scope that it was "
            + "made in has ended; give a tensor that is still alive.", () => categorical.LogProb(disposed));
        Assert.StartsWith("MaskedCategorical.actions: there is nothing to choose from; expected -1, no action.",
            Refused.WithoutLeak<ArgumentOutOfRangeException>(() => ofNothing.LogProb(three)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfRows()
    {
        using ActorRows actors = ActorRows.OfTheAgent(3);
        using Tensor two = zeros(2, 4);
        using Tensor scalar = tensor(1f);
        Says("ActorRows.perSlot: expected (3, …), got (2, 4) float32. Axis 0 must be 3 and is 2. "
            + "Tensors are not reshaped automatically.", () => actors.Gather(two));
        Says("ActorRows.perSlot: expected (3, …), got () float32. It has 0 axes instead of 1 or more. "
            + "Tensors are not reshaped automatically.", () => actors.Gather(scalar));
    }

    [Fact]
    public void OfMasksOfObservations()
    {
        InputContract contract = new("Policy", InputSpec.Dense("Globals", "(batch, 3)"),
            InputSpec.OptionalMask("CommandMask", "(batch, 4)"));
        using Tensor globals = zeros(2, 3);
        using Tensor row = ones(4, ScalarType.Bool);
        using Tensor one = ones(1, 4, ScalarType.Bool);
        using Tensor disposed = Disposed();
        Says("Policy.CommandMask: expected (batch, 4) bool, got (4) bool. It has the wrong number of axes. Tensors are not reshaped or "
            + "broadcast automatically. If the mask is the same along that axis, pass "
            + "CommandMask.expand(batch, 4).", () =>
                contract.Check(ScalarType.Float32, CPU, globals, row));
        Says("Policy.CommandMask: expected (batch, 4) bool, got (1, 4) bool. Globals has batch = 2, this has 1. If the mask is the same "
            + "along that axis, pass CommandMask.expand(batch, 4).",
            () => contract.Check(ScalarType.Float32, CPU, globals, one));
        Says("Policy.CommandMask: expected (batch, 4) bool, got a disposed tensor. It was disposed, or the dispose scope that it was made "
            + "in has ended; give a tensor that is still alive.",
            () => contract.Check(ScalarType.Float32, CPU, globals, disposed));
    }

    private static Tensor Disposed()
    {
        Tensor tensor = zeros(3, 2);
        tensor.Dispose();
        return tensor;
    }

    private static void Says(string message, Action call) => Assert.Equal(message, Refused.WithoutLeak<MaskShapeException>(call).Message);
}
