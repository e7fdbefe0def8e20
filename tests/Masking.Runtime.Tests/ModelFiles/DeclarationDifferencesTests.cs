using Masking.ModelFiles;

namespace Masking.Runtime.Tests.ModelFiles;

/// <summary>Every difference between two declarations is one sentence.</summary>
public sealed class DeclarationDifferencesTests
{
    private static readonly ComponentDeclaration Order = new(["Hold", "Move", "Attack"]);

    private static readonly InputDeclaration Globals = new("Globals", InputKind.Vector, [12], "MlpEncoder");
    private static readonly InputDeclaration Units = new("Units", InputKind.Entities, [9], "AttentionEncoder");
    private static readonly HeadDeclaration Command = new("Command", HeadKind.Choice, [Order]);
    private static readonly HeadDeclaration Target = new("Target", HeadKind.Pointer, []) { Over = "Units" };

    private static readonly HeadDeclaration Squad = new("Squad", HeadKind.Subset, []) { Over = "Units", AtLeast = 1, AtMost = 3 };

    private static readonly HeadDeclaration Turn = new("Turn", HeadKind.Compound,
    [
        new(["Hold", "Move"]) { Name = "Stance" },
        new(ChoiceNames.Numbers(8)) { Name = "Place", ActiveWhen = new("Stance", ["Move"]) },
    ]);

    private static readonly PolicyDeclaration Skirmish = new(
        "SkirmishPolicy",
        [Globals, Units],
        new CoreDeclaration("Core", 64, "MlpCore"),
        [new([Command, Target, Squad, Turn])],
        "Value");

    /// <summary>A changed declaration, and the sentence for its difference from <see cref="Skirmish"/>.</summary>
    private static readonly Dictionary<string, (PolicyDeclaration Now, string[] Differences)> Changes = new()
    {
        ["another input"] = (Skirmish with { Inputs = [Globals, Units with { Name = "Enemies" }] },
            ["SkirmishPolicy had the inputs Globals, Units and now has Enemies, Globals."]),
        ["one input less"] = (Skirmish with { Inputs = [Units] },
            ["SkirmishPolicy had the inputs Globals, Units and now has Units."]),
        ["inputs that were swapped"] = (
            Skirmish with { Inputs = [Units with { Name = "Globals" }, Globals with { Name = "Units" }] },
            [
                "SkirmishPolicy.Globals was a vector and is now a set of entities.",
                "SkirmishPolicy.Globals had the size 12 and now has 9.",
                "SkirmishPolicy.Globals had the type MlpEncoder and now has AttentionEncoder.",
                "SkirmishPolicy.Units was a set of entities and is now a vector.",
                "SkirmishPolicy.Units had the size 9 and now has 12.",
                "SkirmishPolicy.Units had the type AttentionEncoder and now has MlpEncoder.",
            ]),
        ["a size"] = (With(Globals with { Size = [13] }), ["SkirmishPolicy.Globals had the size 12 and now has 13."]),
        ["a map"] = (With(Globals with { Kind = InputKind.Map, Size = [3, 8, 6] }),
            ["SkirmishPolicy.Globals was a vector and is now a map.", "SkirmishPolicy.Globals had the size 12 and now has 3 × 8 × 6."]),
        ["a map with agents"] = (With(Globals with { Kind = InputKind.AgentMap }),
            ["SkirmishPolicy.Globals was a vector and is now a map with agents."]),
        ["an encoder"] = (With(Units with { Part = "DeepSetEncoder" }),
            ["SkirmishPolicy.Units had the type AttentionEncoder and now has DeepSetEncoder."]),
        ["sight"] = (With(Units with { HasSight = true }), ["SkirmishPolicy.Units had no sight mask and now has one."]),
        ["attention"] = (With(Units with { AttendsTo = ["Ramps", "Boxes"] }),
            ["SkirmishPolicy.Units attended to none and now attends to Ramps, Boxes."]),
        ["the reader"] = (With(Globals with { IsForValueOnly = true }),
            ["SkirmishPolicy.Globals was read by the core and is now read by the value only."]),
        ["the name of the core"] = (Skirmish with { Core = Skirmish.Core with { Name = "Brain" } },
            ["SkirmishPolicy had the core Core and now has Brain."]),
        ["the type of the core"] = (Skirmish with { Core = Skirmish.Core with { Part = "GruCore", Memory = ["Hidden"] } },
            [
                "SkirmishPolicy.Core had the type MlpCore and now has GruCore.",
                "SkirmishPolicy.Core had the memory none and now has Hidden.",
            ]),
        ["the width"] = (Skirmish with { Core = Skirmish.Core with { Width = 128 } },
            ["SkirmishPolicy.Core had the width 64 and now has 128."]),
        ["a value of each actor"] = (Skirmish with { ValueEach = "Units" },
            ["SkirmishPolicy.Value was a value of the environment and is now one of each of Units."]),
        ["the value"] = (Skirmish with { Value = null }, ["SkirmishPolicy had the value Value and now has none."]),
        ["one head more"] = (Skirmish with { Actors = [new([Command, Target, Squad, Turn, new("Jump", HeadKind.Choice, [Order])])] },
            ["SkirmishPolicy had the heads Command, Squad, Target, Turn and now has Command, Jump, Squad, Target, Turn."]),
        ["an actor"] = (Skirmish with { Actors = [new([Target, Squad, Turn]), new([Command]) { Each = "Units" }] },
            ["SkirmishPolicy.Command acted for the single agent and now acts for each of Units."]),
        ["a kind"] = (With(Command with { Kind = HeadKind.Flags, Components = [Order with { IsFlags = true }] }),
            ["SkirmishPolicy.Command was a choice and is now flags."]),
        ["action values"] = (With(Command with { IsActionValue = true }),
            ["SkirmishPolicy.Command was a choice and is now a head of action values."]),
        ["a pointer"] = (With(Target with { Kind = HeadKind.Subset, AtLeast = 1, AtMost = 2 }),
            ["SkirmishPolicy.Target was a pointer and is now a subset."]),
        ["the order of choices"] = (With(Command with { Components = [new(["Hold", "Attack", "Move"])] }),
            ["SkirmishPolicy.Command had the choices Hold, Move, Attack and now has Hold, Attack, Move."]),
        ["numbers instead of names"] = (With(Command with { Components = [new(ChoiceNames.Numbers(3))] }),
            ["SkirmishPolicy.Command had the choices Hold, Move, Attack and now has 0 to 2."]),
        ["candidates"] = (With(Target with { Over = "Ramps" }), ["SkirmishPolicy.Target chose from Units and now chooses from Ramps."]),
        ["picks"] = (With(Squad with { AtMost = 5 }), ["SkirmishPolicy.Squad picked 1 to 3 and now picks 1 to 5."]),
        ["parameters"] = (With(Turn with { Components = [Turn.Components[0]] }),
            ["SkirmishPolicy.Turn had the parameters Stance, Place and now has Stance."]),
        ["the choices of a parameter"] = (
            With(Turn with { Components = [Turn.Components[0], Turn.Components[1] with { Choices = ChoiceNames.Numbers(9) }] }),
            ["SkirmishPolicy.Turn.Place had the choices 0 to 7 and now has 0 to 8."]),
        ["a parameter of flags"] = (With(Turn with { Components = [Turn.Components[0], Turn.Components[1] with { IsFlags = true }] }),
            ["SkirmishPolicy.Turn.Place was a choice and is now flags."]),
        ["the condition of a parameter"] = (
            With(Turn with { Components = [Turn.Components[0], Turn.Components[1] with { ActiveWhen = null }] }),
            ["SkirmishPolicy.Turn.Place was active when Stance is Move and is now active always."]),
        ["a condition"] = (With(Target with { ActiveWhen = new("Command", ["Move", "Attack"]) }),
            ["SkirmishPolicy.Target was active always and is now active when Command is Move or Attack."]),
        ["the complement of a condition"] = (With(Target with { ActiveWhen = new("Command", ["Hold"]) { IsNegated = true } }),
            ["SkirmishPolicy.Target was active always and is now active when Command is not Hold."]),
        ["the rows of a mask per two heads"] = (With(Target with { MaskPer = "Turn", MaskPerOthers = ["Command"] }),
            ["SkirmishPolicy.Target had a mask per actor and now has one per Turn and Command."]),
        ["the rows of a mask"] = (With(Target with { MaskPer = "Command" }),
            ["SkirmishPolicy.Target had a mask per actor and now has one per Command."]),
        ["repeated choices"] = (With(Target with { IsDistinct = true }),
            ["SkirmishPolicy.Target had actors that may choose alike and now has actors that choose differently."]),
        ["what the logits depend on"] = (With(Target with { Given = ["Command", "Turn"] }),
            ["SkirmishPolicy.Target depended on none and now depends on Command, Turn."]),
    };

    public static TheoryData<string> NamesOfChanges => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(NamesOfChanges))]
    public void EachDifference_IsASentence(string change)
    {
        (PolicyDeclaration now, string[] differences) = Changes[change];

        Assert.Equal(differences, DeclarationDifferences.Between(Skirmish, now));
    }

    [Fact]
    public void ListsInTheOtherDirection_AreStatedToo() => Assert.Equal(
        [
            "SkirmishPolicy.Units had a sight mask and now has none.",
            "SkirmishPolicy.Target had a mask per Command and now has one per actor.",
        ],
        DeclarationDifferences.Between(
            Skirmish with
            {
                Inputs = [Globals, Units with { HasSight = true }],
                Actors = [new([Command, Target with { MaskPer = "Command" }, Squad, Turn])],
            },
            Skirmish));

    [Fact]
    public void WhatTheValuesDoNotDependOn_DoesNotCount() => Assert.Empty(DeclarationDifferences.Between(
        Skirmish with { Name = "OldPolicy", Inputs = [Units with { AttendsTo = ["A", "B"] }, Globals] },
        Skirmish with
        {
            Inputs = [Globals, Units with { AttendsTo = ["B", "A"] }],
            Actors = [new([Turn, Squad, Command with { EntropyReduction = EntropyReduction.Sum }, Target])],
        }));

    [Fact]
    public void AnotherPolicy_IsNamedFirst() => Assert.Equal(
        ["The file is of the policy DuelPolicy.", "SkirmishPolicy.Core had the width 8 and now has 64."],
        DeclarationDifferences.Between(Skirmish with { Name = "DuelPolicy", Core = Skirmish.Core with { Width = 8 } }, Skirmish));

    [Fact]
    public void LongLists_AreNotWrittenOut()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"V{i}")];

        Assert.Equal(
            ["SkirmishPolicy.Command had 20 choices and now has 20; number 19 was V18 and is now V19."],
            DeclarationDifferences.Between(
                With(Command with { Components = [new([.. names])] }),
                With(Command with { Components = [new([.. names[..18], "V19", "V18"])] })));
        Assert.Equal(
            ["SkirmishPolicy.Command had 20 choices and now has 19; number 20 was V19 and is now absent."],
            DeclarationDifferences.Between(
                With(Command with { Components = [new([.. names])] }),
                With(Command with { Components = [new([.. names[..19]])] })));
    }

    private static PolicyDeclaration With(InputDeclaration input) =>
        Skirmish with { Inputs = [.. Skirmish.Inputs.Select(other => other.Name == input.Name ? input : other)] };

    private static PolicyDeclaration With(HeadDeclaration head) =>
        Skirmish with { Actors = [new([.. Skirmish.Heads.Select(other => other.Name == head.Name ? head : other)])] };
}
