using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

public sealed class InputContractTests
{
    private static readonly InputContract Contract = new("Skirmish",
        InputSpec.Dense("Globals", "(batch, 12)"),
        InputSpec.Dense("Units", "(batch, entities, 9)"),
        InputSpec.Mask("UnitsMask", "(batch, entities)"),
        InputSpec.OptionalMask("CommandMask", "(batch, 4)"));

    private static readonly Tensor Globals = zeros(2, 12);
    private static readonly Tensor Units = zeros(2, 5, 9);
    private static readonly Tensor UnitsMask = ones(2, 5, ScalarType.Bool);
    private static readonly Tensor CommandMask = ones(2, 4, ScalarType.Bool);

    [Fact]
    public void DeclaredTensors_Pass_AndTheBatchIsReturned()
    {
        Assert.Equal(2, Contract.Check(ScalarType.Float32, CPU, Globals, Units, UnitsMask, CommandMask));
        Assert.Equal(2, Contract.Check(ScalarType.Float32, CPU, Globals, Units, UnitsMask, null));
        Assert.Equal(0, Contract.Check(ScalarType.Float32, CPU, zeros(0, 12), zeros(0, 7, 9), zeros(0, 7, ScalarType.Bool), null));
    }

    [Fact]
    public void WrongElementType_IsRefused()
    {
        Wrong(
            "Globals",
            "(batch, 12) float32",
            "(2, 12) float64",
            "Convert it with tensor.to(torch.float32)",
            zeros(2, 12, ScalarType.Float64),
            Units,
            UnitsMask,
            null
        );
        Wrong("UnitsMask", "(batch, entities) bool", "(2, 5) float32", "A mask is bool", Globals, Units, ones(2, 5), null);
        Wrong("CommandMask", "(batch, 4) bool", "(2, 4) uint8", "A mask is bool", Globals, Units, UnitsMask, ones(2, 4, ScalarType.Byte));
    }

    [Fact]
    public void WrongNumberOfAxes_IsRefused_AlsoWithTheRightNumberOfElements()
    {
        Wrong("Units", "(batch, entities, 9) float32", "(2, 45) float32", "wrong number of axes", Globals, zeros(2, 45), UnitsMask, null);
        Wrong("CommandMask", "(batch, 4) bool", "(8) bool", "wrong number of axes", Globals, Units, UnitsMask, ones(8, ScalarType.Bool));
    }

    [Fact]
    public void WrongSize_IsRefused_WithTheConflictingMember()
    {
        Wrong("Globals", "(batch, 12) float32", "(2, 11) float32", "Axis 1 must be 12 and is 11.", zeros(2, 11), Units, UnitsMask, null);
        Wrong(
            "UnitsMask",
            "(batch, entities) bool",
            "(2, 6) bool",
            "Units has entities = 5, this has 6.",
            Globals,
            Units,
            ones(2, 6, ScalarType.Bool),
            null
        );
        Wrong(
            "Units",
            "(batch, entities, 9) float32",
            "(3, 5, 9) float32",
            "Globals has batch = 2, this has 3.",
            Globals,
            zeros(3, 5, 9),
            UnitsMask,
            null
        );
        Wrong(
            "CommandMask",
            "(batch, 4) bool",
            "(4, 2) bool",
            "Globals has batch = 2, this has 4.",
            Globals,
            Units,
            UnitsMask,
            ones(4, 2, ScalarType.Bool)
        );
    }

    [Fact]
    public void MissingTensor_IsRefused_UnlessItIsAnActionMask() =>
        Wrong("UnitsMask", "(batch, entities) bool", "null", "Every tensor of an observation must be given", Globals, Units, null, null);

    [Fact]
    public void AnotherPrecision_IsNamedInTheMessage()
    {
        MaskShapeException refused = Assert.Throws<MaskShapeException>(() =>
            Contract.Check(ScalarType.Float64, CPU, Globals, Units, UnitsMask, null)
        );
        Assert.Equal(("Globals", "(batch, 12) float64", "(2, 12) float32"), (refused.Member, refused.Expected, refused.Actual));
    }

    [Fact]
    public void AnotherDevice_IsRefused()
    {
        using Tensor elsewhere = zeros([2, 12], ScalarType.Float32, META);
        MaskShapeException refused = Assert.Throws<MaskShapeException>(() =>
            Contract.Check(ScalarType.Float32, CPU, elsewhere, Units, UnitsMask, null)
        );
        Assert.Equal("(2, 12) float32 on meta", refused.Actual);
        Assert.Contains("Move it to the policy's device", refused.Message);
    }

    [Fact]
    public void Check_LeavesNoTensor()
    {
        // The static tensors of this class are created on first use.
        Tensor?[] tensors = [Globals, Units, UnitsMask, CommandMask];
        LiveTensors.AreUnchangedBy(() => Contract.Check(ScalarType.Float32, CPU, tensors), calls: 100);
    }

    [Fact]
    public void Spec_DescribesTheMember()
    {
        InputSpec spec = InputSpec.OptionalMask("CommandMask", "(batch, 4)");
        Assert.Equal(("CommandMask", "(batch, 4)", true, true), (spec.Member, spec.Shape, spec.IsMask, spec.IsOptional));
        Assert.True(InputSpec.Mask("M", "(batch)") is { IsMask: true, IsOptional: false });
        Assert.True(InputSpec.Dense("D", "(batch)") is { IsMask: false, IsOptional: false });
    }

    private static void Wrong(string member, string expected, string actual, string advice, params Tensor?[] tensors)
    {
        Refused.ByShape("Skirmish", member, expected, actual, () => Contract.Check(ScalarType.Float32, CPU, tensors));
        Assert.Contains(advice, Assert.Throws<MaskShapeException>(() => Contract.Check(ScalarType.Float32, CPU, tensors)).Message);
    }
}
