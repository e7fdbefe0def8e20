using Masking.ModelFiles;

namespace Masking.Runtime.Tests.ModelFiles;

/// <summary>Tensors of two declarations match if they have the same meaning, whatever their shapes are.</summary>
public sealed class TensorMatchesTests
{
    private static readonly HeadDeclaration Command = new("Command", HeadKind.Choice, [new(["Hold", "Move"])]);
    private static readonly HeadDeclaration Target = new("Target", HeadKind.Pointer, []) { Over = "Units" };

    private static readonly HeadDeclaration Speed =
        new("Speed", HeadKind.Choice, [new(["Slow", "Fast"])]) { Given = ["Command", "Target"] };

    private static readonly InputDeclaration Globals = new("Globals", InputKind.Vector, [4], "MlpEncoder");
    private static readonly InputDeclaration Secret = new("Secret", InputKind.Vector, [4], "MlpEncoder") { IsForValueOnly = true };
    private static readonly InputDeclaration Units = new("Units", InputKind.Vector, [4], "MlpEncoder");

    private static readonly PolicyDeclaration Policy =
        new("Policy", [Globals, Units, Secret], new CoreDeclaration("Core", 8, "MlpCore"), [new([Command, Target, Speed])], "Value");

    [Theory]
    [InlineData("Globals.layer.weight")]
    [InlineData("Core.layer.weight")]
    [InlineData("Value.hidden.bias")]
    [InlineData("Target.key.weight")]
    [InlineData("Command.weight")]
    [InlineData("Speed.given.layer.weight")]
    [InlineData("Speed.given.choices.1.weight")]
    [InlineData("ownLayer")]
    [InlineData("ownLayer.weight")]
    public void TheSameDeclaration_HasTheSameNames(string tensor) =>
        Assert.Equal(tensor, new TensorMatches(Policy, Policy).Of(tensor)?.Name);

    [Fact]
    public void AnInputOfAnotherKindOrPart_HasAnotherMeaning()
    {
        Assert.Null(Of("Globals.layer.weight", With(Globals with { Part = "OwnEncoder" })));
        Assert.Null(Of("Globals.layer.weight", With(Globals with { Kind = InputKind.Entities })));
        Assert.Null(Of("Globals.layer.weight", Policy with { Inputs = [Units, Secret] }));
        Assert.NotNull(Of("Globals.layer.weight", With(Globals with { Size = [5] })));
    }

    [Fact]
    public void TheCore_NeedsTheSameInputsInTheSameOrder()
    {
        Assert.Null(Of("Core.layer.weight", Policy with { Inputs = [Globals with { Name = "Air" }, Units, Secret] }));
        Assert.Null(Of("Core.layer.weight", Policy with { Inputs = [Units, Globals, Secret] }));
        Assert.Null(Of("Core.layer.weight", Policy with { Core = Policy.Core with { Part = "GruCore" } }));
        Assert.Null(Of("Core.layer.weight", Policy with { Core = Policy.Core with { Name = "Brain" } }));
        Assert.NotNull(Of("Core.layer.weight", Policy with { Inputs = [Globals, Units] }));
    }

    [Fact]
    public void TheValue_NeedsTheSameInputsOfItsOwn()
    {
        Assert.Null(Of("Value.hidden.weight", Policy with { Inputs = [Globals, Units, Secret with { Name = "Hidden" }] }));
        Assert.Null(Of("Value.hidden.weight", Policy with { Value = "Worth" }));
        Assert.Null(Of("Value.hidden.weight", Policy with { ValueEach = "Units" }));
        Assert.NotNull(Of("Value.hidden.weight", Policy with { Inputs = [Globals, Secret] }));
    }

    [Fact]
    public void AHead_NeedsTheSameActorsAndCandidates()
    {
        Assert.Null(Of("Command.weight", Policy with { Actors = [new([Command, Target, Speed]) { Each = "Units" }] }));
        Assert.Null(Of("Command.weight", With(Command with { IsActionValue = true })));
        Assert.Null(Of("Command.weight", With(Command with { Kind = HeadKind.Flags })));
        Assert.Null(Of("Target.key.weight", With(Target with { Over = "Globals" })));
        Assert.Null(Of("Target.key.weight", Policy with { Actors = [new([Command])] }));
        Assert.NotNull(Of("Target.key.weight", With(Target with { ActiveWhen = new("Command", ["Move"]) })));
    }

    [Fact]
    public void ChoicesOfOtherHeads_AreFoundByTheNameOfTheHead()
    {
        Assert.Equal("Speed.given.choices.0.weight", Of("Speed.given.choices.1.weight", With(Speed with { Given = ["Target"] }))?.Name);
        Assert.Null(Of("Speed.given.choices.0.weight", With(Speed with { Given = ["Target"] })));
        Assert.Null(Of("Speed.given.choices.1.weight", With(Target with { Over = "Globals" })));
    }

    [Fact]
    public void ABitIsNotAChoice_EvenWithTheSameName()
    {
        HeadDeclaration was = new("Turn", HeadKind.Compound, [new(["Left", "Right"]) { Name = "Way", IsFlags = true }]);
        HeadDeclaration now = new("Turn", HeadKind.Compound, [new(["Left", "Right"]) { Name = "Way" }]);

        ChoiceSlices slices = new TensorMatches(
            Policy with { Actors = [new([was])] }, Policy with { Actors = [new([now])] }).Of("Turn.weight")!.Slices!;

        Assert.Empty(slices.Common);
        Assert.Equal(["Way.Left", "Way.Right"], slices.New.Select(choice => choice.ToString()));
    }

    /// <summary>The match of a tensor of <see cref="Policy"/> in a file of another declaration.</summary>
    private static TensorMatch? Of(string tensor, PolicyDeclaration saved) => new TensorMatches(saved, Policy).Of(tensor);

    private static PolicyDeclaration With(InputDeclaration input) =>
        Policy with { Inputs = [.. Policy.Inputs.Select(other => other.Name == input.Name ? input : other)] };

    private static PolicyDeclaration With(HeadDeclaration head) =>
        Policy with { Actors = [new([.. Policy.Heads.Select(other => other.Name == head.Name ? head : other)])] };
}
