namespace Masking.Policies.Tests.Declarations;

/// <summary>The property <c>Declaration</c> states what the class declares.</summary>
public sealed class DeclarationDataTests
{
    private static readonly ChoiceNames Bool = ["false", "true"];

    [Fact]
    public void InputsOfOneAgent_AreInTheOrderOfConcatenation() => Assert.Equal(
        new PolicyDeclaration(
            "SkirmishPolicy",
            [new("Globals", InputKind.Vector, [12], "MlpEncoder"), new("Units", InputKind.Entities, [9], "AttentionEncoder")],
            new CoreDeclaration("Core", 128, "MlpCore"),
            [
                new([
                    new("Command", HeadKind.Choice, [new(["Hold", "Move", "Gather", "Attack"])]),
                    new("Heading", HeadKind.Choice, [new(["North", "East", "South", "West"])]),
                    new("Target", HeadKind.Pointer, []) { Over = "Units" },
                ]),
            ],
            "Value"),
        SkirmishPolicy.Declaration);

    [Fact]
    public void InputsOfTheValue_FollowThoseOfTheCore()
    {
        PolicyDeclaration declaration = HideAndSeekPolicy.Declaration;

        Assert.Equal(
            [
                new("Agents", InputKind.Entities, [4], "AttentionEncoder") { HasSight = true, AttendsTo = ["Boxes", "Ramps"] },
                new("Boxes", InputKind.Entities, [3], "AttentionEncoder") { AttendsTo = ["Agents"] },
                new("Ramps", InputKind.Entities, [2], "AttentionEncoder"),
                new("Clock", InputKind.Vector, [3], "MlpEncoder") { IsForValueOnly = true },
                new("Everything", InputKind.Entities, [5], "AttentionEncoder") { AttendsTo = ["Boxes"], IsForValueOnly = true },
            ],
            declaration.Inputs);
        Assert.Equal(["Agents", null], declaration.Actors.Select(actor => actor.Each));
        Assert.Equal(["Moves", "Grabs", "Begin"], declaration.Heads.Select(head => head.Name));
        Assert.Equal("Boxes", declaration.Heads.Single(head => head.Kind == HeadKind.Pointer).Over);
    }

    [Fact]
    public void HeadsThatDependOnOthers_NameThem() => Assert.Equal(
        [
            new("Risk", HeadKind.Choice, [new(Bool)]) { Given = ["Captain", "Team"], MaskPer = "Captain" },
            new("Plan", HeadKind.Choice, [new(ChoiceNames.Numbers(3))]),
            new("Captain", HeadKind.Pointer, []) { Over = "Players", Given = ["Plan"] },
            new("Team", HeadKind.Subset, [])
            {
                Over = "Players", AtLeast = 1, AtMost = 2, Given = ["Captain"], ActiveWhen = new("Plan", ["0", "2"]),
            },
            new("Signals", HeadKind.Flags, [new(DraftPolicy.Declaration.Heads.ElementAt(4).Components[0].Choices) { IsFlags = true }])
            {
                ActiveWhen = new("Risk", ["true"]),
            },
            new("Opening", HeadKind.Compound, DraftPolicy.Declaration.Heads.Last().Components) { Given = ["Signals"] },
        ],
        DraftPolicy.Declaration.Heads);

    [Fact]
    public void SeveralParentsOfAMask_AndComplements_AreListed() => Assert.Equal(
        [
            new("To", HeadKind.Choice, [new(ChoiceNames.Numbers(3))]) { MaskPer = "From" },
            new("From", HeadKind.Pointer, []) { Over = "Pieces" },
            new("Becomes", HeadKind.Choice, [new(["None", "Knight", "Rook", "Queen"])]) { MaskPer = "To", MaskPerOthers = ["From"] },
            new("Offer", HeadKind.Choice, [new(Bool)]) { ActiveWhen = new("Becomes", ["None", "Queen"]) { IsNegated = true } },
            new("Clock", HeadKind.Choice, [new(Bool)])
            {
                ActiveWhen = new("To", ["0"]) { IsNegated = true }, MaskPer = "Becomes", MaskPerOthers = ["From", "To"],
            },
        ],
        GambitPolicy.Declaration.Heads);

    [Fact]
    public void ComponentsOfARecordStruct_HaveTheNamesOfItsParameters()
    {
        HeadDeclaration opening = DraftPolicy.Declaration.Heads.Last();

        Assert.Equal(typeof(Maneuver).GetConstructors()[0].GetParameters().Select(parameter => parameter.Name),
            opening.Components.Select(component => component.Name));
    }

    [Fact]
    public void MapsWithoutAFixedSize_HaveTheSizeZero() => Assert.Equal(
        [new InputDeclaration("Map", InputKind.AgentMap, [5, 0, 0], "ConvEncoder")],
        ArmyPolicy.Declaration.Inputs);

    [Fact]
    public void RecurrentCores_NameTheirMemory()
    {
        Assert.Equal(new CoreDeclaration("Core", 12, "LstmCore") { Memory = ["Hidden", "Cell"] }, ConvoyPolicy.Declaration.Core);
        Assert.Empty(SkirmishPolicy.Declaration.Core.Memory);
    }

    [Fact]
    public void ChoicesOfActionValues_AreSortedByTheirNumbers() => Assert.Equal(
        [new HeadDeclaration("Next", HeadKind.Choice, [new(["Island", "Mole", "Town"])]) { IsActionValue = true }],
        FerryValues.Declaration.Heads);

    [Fact]
    public void TheText_NamesTheMembers()
    {
        Assert.Equal("SkirmishPolicy: inputs Globals, Units; core Core; heads Command, Heading, Target; value Value",
            SkirmishPolicy.Declaration.ToString());
        Assert.Equal("FerryValues: inputs Sea; core Core; heads Next", FerryValues.Declaration.ToString());
    }

    [Fact]
    public void SummedEntropies_AreStated() =>
        Assert.All(RosterPolicy.Declaration.Heads, head => Assert.Equal(EntropyReduction.Sum, head.EntropyReduction));

    [Fact]
    public void TheDeclarationOfAGenericClass_HasItsName() =>
        Assert.Equal("BoutPolicy", Arena.Ring<string>.BoutPolicy<Version>.Declaration.Name);

    [Theory]
    [EveryPolicy]
    public void AnInstance_HasTheDeclarationOfItsClass(string name)
    {
        using Subject subject = Policies.MakeNew(name);

        PolicyDeclaration declaration = ((IMaskedNetwork)subject.Module).Declaration;

        Assert.Same(subject.Module.GetType().GetProperty("Declaration")!.GetValue(null), declaration);
        Assert.Equal(name, declaration.Name);
        Assert.Equal(subject.Spec.HasValue, declaration.HasValue);
        Assert.Equal(subject.Spec.Heads.Select(head => head.Name).Order(), declaration.Heads.Select(head => head.Name).Order());
        Assert.Equal(
            subject.Module.named_children().Select(part => part.name).Order(),
            declaration.Inputs.Select(input => input.Name)
                .Concat(declaration.Heads.Select(head => head.Name))
                .Concat([declaration.Core.Name, declaration.Value])
                .OfType<string>().Order());
    }
}
