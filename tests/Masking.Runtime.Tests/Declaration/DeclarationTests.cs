namespace Masking.Runtime.Tests.Declaration;

/// <summary>The records of a declaration, and the plans that follow from it.</summary>
public sealed class DeclarationTests
{
    [Fact]
    public void EqualContents_MakeEqualDeclarations()
    {
        Assert.Equal(Declare("Attack"), Declare("Attack"));
        Assert.Equal(Declare("Attack").GetHashCode(), Declare("Attack").GetHashCode());
        Assert.NotEqual(Declare("Attack"), Declare("Move"));
    }

    [Fact]
    public void ListsOfTheCaller_AreCopied()
    {
        string[] memory = ["Hidden"];
        CoreDeclaration core = new("Core", 4, nameof(GruCore)) { Memory = memory };
        memory[0] = "Cell";

        Assert.Equal(["Hidden"], core.Memory);
    }

    [Fact]
    public void Numbers_AreNamedButNotStored()
    {
        ChoiceNames numbers = ChoiceNames.Numbers(int.MaxValue);

        Assert.True(numbers.AreNumbers);
        Assert.Equal("2147483646", numbers[int.MaxValue - 1]);
        Assert.Equal(7, numbers.IndexOf("7"));
        Assert.All(["07", "-1", "2147483647", " 7", "seven", "99999999999"], name => Assert.Equal(-1, numbers.IndexOf(name)));
        Assert.Equal("0 to 2147483646", numbers.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers[-1]);
    }

    [Fact]
    public void Names_AreFoundByTheirText()
    {
        ChoiceNames names = ["Hold", "Move", "Attack"];

        Assert.Equal([0, 1, 2, -1], new[] { "Hold", "Move", "Attack", "hold" }.Select(names.IndexOf));
        Assert.Equal("Hold, Move, Attack", names.ToString());
        Assert.Equal(["Hold", "Move", "Attack"], names);
        Assert.Throws<ArgumentOutOfRangeException>(() => names[3]);
        ChoiceNames numbers = ["0", "1"];
        Assert.NotEqual(ChoiceNames.Numbers(2), numbers);
    }

    [Fact]
    public void HeadsThatDependOnTheNext_ChooseInReverse()
    {
        const int Heads = 600;
        PolicyDeclaration declaration = Declare([
            .. Enumerable.Range(0, Heads).Select(i =>
                new HeadDeclaration($"H{i}", HeadKind.Choice, [new(["false", "true"])]) { Given = i < Heads - 1 ? [$"H{i + 1}"] : [] }),
        ]);

        Assert.Equal(Enumerable.Range(0, Heads).Reverse(), ActionPlan.Of(declaration, actor: 0).Choices.Select(choice => choice.Head));
    }

    [Fact]
    public void HeadsThatAreIndependent_ChooseInTheOrderOfDeclaration()
    {
        ActionPlan plan = ActionPlan.Of(
            Declare([
                new("Weapon", HeadKind.Choice, [new(["false", "true"])]) { MaskPer = "Target" },
                new("Command", HeadKind.Choice, [new(["Hold", "Attack"])]),
                new("Target", HeadKind.Pointer, []) { Over = "Units", ActiveWhen = new("Command", ["Attack"]) },
                new("Shout", HeadKind.Choice, [new(["false", "true"])]),
            ]),
            actor: 0);

        Assert.Equal([1, 2, 0, 3], plan.Choices.Select(choice => choice.Head));
        Assert.Equal([false, true], plan.Heads[2].Gate!.Values);
    }

    [Fact]
    public void RandomNumbersOfAnActor_FollowThoseOfEarlierActors()
    {
        PolicyDeclaration declaration = Declare([new("Perks", HeadKind.Flags, [new(["Fast", "Strong"]) { IsFlags = true }])]) with
        {
            Actors =
            [
                new([new("Perks", HeadKind.Flags, [new(["Fast", "Strong"]) { IsFlags = true }])]),
                new([new("Squad", HeadKind.Subset, []) { Over = "Units", AtLeast = 1, AtMost = 3 }]) { Each = "Units" },
                new([new("Jump", HeadKind.Choice, [new(["false", "true"])])]) { Each = "Map" },
            ],
        };

        Assert.Equal([0, 2, 5], Enumerable.Range(0, 3).Select(actor => ActionPlan.Of(declaration, actor).Choices[0].FirstLane));
    }

    [Fact]
    public void AComponentThatDependsOnAnother_HasItsGate()
    {
        ActionPlan plan = ActionPlan.Of(
            Declare([
                new("Order", HeadKind.Compound,
                [
                    new(["Hold", "Move"]) { Name = "Stance" },
                    new(ChoiceNames.Numbers(49)) { Name = "Place", ActiveWhen = new("Stance", ["Move"]) },
                ]),
            ]),
            actor: 0);

        Assert.Null(plan.Choices[0].Gate);
        Assert.Equal([false, true], plan.Choices[1].Gate!.Values);
    }

    [Fact]
    public void AConditionOnAChoiceThatDoesNotExist_IsRefused()
    {
        PolicyDeclaration declaration = Declare([
            new("Command", HeadKind.Choice, [new(["Hold", "Attack"])]),
            new("Jump", HeadKind.Choice, [new(["false", "true"])]) { ActiveWhen = new("Command", ["Attak"]) },
        ]);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => ActionPlan.Of(declaration, actor: 0));

        Assert.StartsWith("expected a choice of Command (Hold, Attack), got Attak.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACycle_IsRefused() => Assert.Throws<ArgumentException>(() => ActionPlan.Of(
        Declare([
            new("First", HeadKind.Choice, [new(["false", "true"])]) { Given = ["Second"] },
            new("Second", HeadKind.Choice, [new(["false", "true"])]) { Given = ["First"] },
        ]),
        actor: 0));

    private static PolicyDeclaration Declare(string choice) => Declare([
        new("Command", HeadKind.Choice, [new(["Hold", "Move", "Attack"])]),
        new("Jump", HeadKind.Choice, [new(["false", "true"])]) { ActiveWhen = new("Command", [choice]) },
    ]);

    private static PolicyDeclaration Declare(HeadDeclaration[] heads) => new(
        "Policy",
        [new("Globals", InputKind.Vector, [4], nameof(MlpEncoder))],
        new CoreDeclaration("Core", 8, nameof(MlpCore)),
        [new(heads)]);
}
