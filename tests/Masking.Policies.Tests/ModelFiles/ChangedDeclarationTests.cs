using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.ModelFiles;

/// <summary>A file of another declaration is refused with every difference, and <c>LoadMatching</c> loads what still fits.</summary>
public sealed class ChangedDeclarationTests
{
    [Fact]
    public void OtherOrdersOfChoices_AreRefused() => IsRefused(
        new Reordered.ScoutPolicy(),
        "ScoutPolicy.Command had the choices Hold, Move, Attack and now has Hold, Attack, Move.",
        "ScoutPolicy.Turns had the parameters Left, Steps and now has Steps, Left.");

    [Fact]
    public void MoreChoicesAndHeads_AreRefused() => IsRefused(
        new Larger.ScoutPolicy(),
        "ScoutPolicy had the heads Command, Speed, Target, Turns and now has Ally, Command, Speed, Target, Turns.",
        "ScoutPolicy.Command had the choices Hold, Move, Attack and now has Hold, Move, Gather, Attack.",
        "ScoutPolicy.Turns.Steps had the choices 0 to 2 and now has 0 to 3.",
        "ScoutPolicy.Speed depended on Command, Target and now depends on Ally, Command, Target.");

    [Fact]
    public void AnotherWidth_IsRefused() =>
        IsRefused(new Wider.ScoutPolicy(), "ScoutPolicy.Core had the width 8 and now has 16.");

    [Fact]
    public void OtherNamesAndParts_AreRefused() => IsRefused(
        new Renamed.ScoutPolicy(),
        "ScoutPolicy had the inputs Globals, Units and now has Units, Weather.",
        "ScoutPolicy.Units had the type DeepSetEncoder and now has AttentionEncoder.",
        "ScoutPolicy.Turns was a record struct and is now a choice.",
        "ScoutPolicy.Speed depended on Command, Target and now depends on Command.",
        "ScoutPolicy.Target acted for the single agent and now acts for each of Units.",
        "ScoutPolicy.Target was active when Command is Attack and is now active always.",
        "ScoutPolicy had the value Value and now has Worth.");

    [Fact]
    public void SizesThatNoDeclarationStates_AreRefusedByTheNameOfTheTensor() => IsRefused(
        new Resized.ScoutPolicy(),
        "ScoutPolicy.Globals.layer.weight was (64, 4) float32 and is now (5, 4) float32.",
        "ScoutPolicy.Globals.layer.bias was (64) float32 and is now (5) float32.",
        "ScoutPolicy.Core.layer.weight was (8, 192) float32 and is now (8, 133) float32.");

    [Fact]
    public void AnotherElementType_IsRefused()
    {
        using TemporaryFolder folder = new();
        using FerryValues saved = new();
        saved.to(ScalarType.Float16);
        saved.Save(folder["half"]);

        ModelMismatchException refused = Assert.Throws<ModelMismatchException>(() => FerryValues.Load(folder["half"]));

        Assert.Equal(6, refused.Differences.Count);
        Assert.Equal("FerryValues.Sea.layer.weight was (64, 4) float16 and is now (64, 4) float32.", refused.Differences[0]);
    }

    [Fact]
    public void TheMessage_NamesTheFileThePolicyAndTheRemedy()
    {
        using TemporaryFolder folder = new();
        using Before.ScoutPolicy saved = new();
        saved.Save(folder["scout"]);

        ModelMismatchException refused = Assert.Throws<ModelMismatchException>(() => Wider.ScoutPolicy.Load(folder["scout"]));

        Assert.Equal($"{folder["scout"]}: the file does not fit ScoutPolicy. ScoutPolicy.Core had the width 8 and now has 16. "
            + "Use LoadMatching to load what still fits.", refused.Message);
        Assert.Equal((folder["scout"], "ScoutPolicy"), (refused.Path, refused.Policy));
    }

    [Fact]
    public void ManyDifferences_AreNotAllInTheMessage()
    {
        ModelMismatchException refused = new("a", "P", [.. Enumerable.Range(0, 12).Select(i => $"{i}.")]);

        Assert.Equal("a: the file does not fit P. 0. 1. 2. 3. 4. 5. 6. 7. 8. 9. There are 2 more differences. "
            + "Use LoadMatching to load what still fits.", refused.Message);
    }

    [Fact]
    public void LoadMatching_ReordersRowsAndColumnsByTheNamesOfChoices()
    {
        using DisposeScope scope = NewDisposeScope();
        using Reordered.ScoutPolicy policy = new();
        using Before.ScoutPolicy saved = Matched(policy, out ModelMatch match);

        Assert.True(match.IsComplete, $"{match}");
        double[][] command = State.Rows(saved, "Command.weight");
        Assert.Equal([command[0], command[2], command[1]], State.Rows(policy, "Command.weight"));
        double[][] bias = State.Rows(saved, "Command.bias");
        Assert.Equal([bias[0], bias[2], bias[1]], State.Rows(policy, "Command.bias"));
        double[][] turns = State.Rows(saved, "Turns.weight");
        Assert.Equal([turns[2], turns[3], turns[4], turns[0], turns[1]], State.Rows(policy, "Turns.weight"));
        double[][] given = State.Rows(saved, "Speed.given.choices.0.weight");
        Assert.Equal(given.Select(row => new[] { row[0], row[2], row[1] }), State.Rows(policy, "Speed.given.choices.0.weight"));
        SameExcept(saved, policy, "Command", "Turns", "Speed.given.choices.0");
    }

    [Fact]
    public void LoadMatching_KeepsTheInitialRowsOfNewChoices()
    {
        using DisposeScope scope = NewDisposeScope();
        using Larger.ScoutPolicy policy = new();
        double[][] initial = State.Rows(policy, "Command.weight");
        double[][] initialGiven = State.Rows(policy, "Speed.given.choices.1.weight");
        using Before.ScoutPolicy saved = Matched(policy, out ModelMatch match);

        Assert.Equal(
            [
                "Ally.key.weight", "Ally.query.bias", "Ally.query.weight",
                "Command.bias[Gather]", "Command.weight[Gather]",
                "Speed.given.choices.0.weight", "Speed.given.choices.1.weight[Gather]",
                "Turns.bias[Steps.3]", "Turns.weight[Steps.3]",
            ],
            match.KeptInitial.Order(StringComparer.Ordinal));
        Assert.Empty(match.NotUsed);
        double[][] command = State.Rows(saved, "Command.weight");
        Assert.Equal([command[0], command[1], initial[2], command[2]], State.Rows(policy, "Command.weight"));
        double[][] given = State.Rows(saved, "Speed.given.choices.0.weight");
        Assert.Equal(
            given.Zip(initialGiven, (row, first) => new[] { row[0], row[1], first[2], row[2] }),
            State.Rows(policy, "Speed.given.choices.1.weight"));
        Assert.Equal(State.Of(saved)["Speed.given.choices.1.weight"], State.Of(policy)["Speed.given.choices.2.weight"]);
        SameExcept(saved, policy, "Command", "Turns", "Ally", "Speed.given.choices");
    }

    [Fact]
    public void LoadMatching_DropsWhatThePolicyNoLongerHas()
    {
        using DisposeScope scope = NewDisposeScope();
        using Smaller.ScoutPolicy policy = new();
        using Before.ScoutPolicy saved = Matched(policy, out ModelMatch match);

        Assert.Empty(match.KeptInitial);
        Assert.Equal(
            [
                "Command.bias[Move]", "Command.weight[Move]",
                "Speed.given.choices.0.weight[Move]", "Speed.given.choices.1.weight",
                "Target.key.weight", "Target.query.bias", "Target.query.weight",
            ],
            match.NotUsed);
        double[][] command = State.Rows(saved, "Command.weight");
        Assert.Equal([command[0], command[2]], State.Rows(policy, "Command.weight"));
        SameExcept(saved, policy, "Command", "Speed.given.choices");
    }

    [Fact]
    public void LoadMatching_KeepsPartsOfAnotherWidth()
    {
        using DisposeScope scope = NewDisposeScope();
        using Wider.ScoutPolicy policy = new();
        using Before.ScoutPolicy saved = Matched(policy, out ModelMatch match);

        Assert.Contains("Core.layer.weight", match.KeptInitial);
        Assert.Contains("Command.weight", match.KeptInitial);
        Assert.Contains("Core.layer.weight", match.NotUsed);
        Assert.DoesNotContain(match.KeptInitial, name => name.StartsWith("Units.", StringComparison.Ordinal));
        SameExcept(saved, policy, [.. match.KeptInitial]);
    }

    [Fact]
    public void LoadMatching_KeepsPartsWhoseMeaningHasChanged()
    {
        using DisposeScope scope = NewDisposeScope();
        using Renamed.ScoutPolicy policy = new();
        Dictionary<string, string> initial = State.Of(policy);
        using Before.ScoutPolicy saved = Matched(policy, out ModelMatch match);

        string[] kept = ["Weather", "Units", "Core", "Turns", "Target", "Worth"];
        Dictionary<string, string> after = State.Of(policy);
        Assert.All(after.Keys.Where(name => kept.Contains(name.Split('.')[0])), name =>
        {
            Assert.Equal(initial[name], after[name]);
            Assert.Contains(name, match.KeptInitial);
        });
        Assert.Equal(State.Of(saved)["Command.weight"], after["Command.weight"]);
        Assert.Equal(State.Of(saved)["Speed.given.choices.0.weight"], after["Speed.given.choices.0.weight"]);
    }

    [Fact]
    public void LoadMatching_KeepsAValueThatReadsMore()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sighted.ScoutPolicy policy = new();
        using Before.ScoutPolicy saved = Matched(policy, out ModelMatch match);

        Assert.Equal(
            ["Secret", "Value"],
            match.KeptInitial.Select(name => name.Split('.')[0]).Distinct().Order(StringComparer.Ordinal));
        SameExcept(saved, policy, "Secret", "Value");
    }

    [Fact]
    public void LoadMatching_LoadsFilesOfOtherProgramsByNameAndShape()
    {
        using TemporaryFolder folder = new();
        using DisposeScope scope = NewDisposeScope();
        using Before.ScoutPolicy saved = new();
        saved.Save(folder["scout"]);
        ModelBytes file = ModelBytes.Read(folder["scout"]);
        file.Header.Remove("__metadata__");
        file.Write(folder["python"]);
        using Larger.ScoutPolicy policy = new();

        ModelMatch match = policy.LoadMatching(folder["python"]);

        Assert.Contains("Command.weight", match.KeptInitial);
        Assert.Contains("Command.weight", match.NotUsed);
        Assert.Equal(State.Of(saved)["Units.layer.weight"], State.Of(policy)["Units.layer.weight"]);
        Assert.True(new Before.ScoutPolicy().LoadMatching(folder["python"]).IsComplete);
    }

    [Fact]
    public void MoreMetadata_IsIgnored()
    {
        using TemporaryFolder folder = new();
        using Before.ScoutPolicy saved = new();
        saved.Save(folder["scout"]);
        ModelBytes file = ModelBytes.Read(folder["scout"]);
        file.Metadata["author"] = "someone";
        file.Write(folder["more"]);

        using Before.ScoutPolicy loaded = Before.ScoutPolicy.Load(folder["more"]);

        Assert.Equal(State.Of(saved), State.Of(loaded));
    }

    [Fact]
    public void TheMetadata_HasTheDeclarationInCamelCase()
    {
        using TemporaryFolder folder = new();
        using DuelPolicy saved = new();
        saved.Save(folder["duel"]);
        ModelBytes file = ModelBytes.Read(folder["duel"]);

        Assert.Equal("pt", (string?)file.Metadata["format"]);
        const string Expected =
            """
            {
                "name": "DuelPolicy",
                "inputs": [
                    {
                        "name": "Opponent", "kind": "vector", "size": [3], "part": "MlpEncoder",
                        "hasSight": false, "attendsTo": [], "isForValueOnly": false
                    }
                ],
                "core": { "name": "Core", "width": 64, "part": "MlpCore", "memory": [] },
                "actors": [
                    {
                        "heads": [
                            {
                                "name": "Stance", "kind": "choice",
                                "components": [{ "choices": ["Retreat", "Wait", "Bluff", "Charge"], "isFlags": false }],
                                "given": [], "isActionValue": false, "entropyReduction": "mean"
                            },
                            {
                                "name": "Shout", "kind": "choice",
                                "components": [{ "choices": ["false", "true"], "isFlags": false }],
                                "given": [], "isActionValue": false, "entropyReduction": "mean"
                            },
                            {
                                "name": "Bid", "kind": "choice",
                                "components": [{ "choices": 3, "isFlags": false }],
                                "given": [], "isActionValue": false, "entropyReduction": "mean"
                            },
                            {
                                "name": "Tribute", "kind": "choice",
                                "components": [{ "choices": ["Copper", "Silver", "Gold"], "isFlags": false }],
                                "given": [], "isActionValue": false, "entropyReduction": "mean"
                            }
                        ]
                    }
                ],
                "value": "Value"
            }
            """;
        string declaration = (string)file.Metadata["masking.declaration"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Expected), JsonNode.Parse(declaration)), declaration);
    }

    /// <summary>Saves the policy of <see cref="Before"/> with random values, and loads it into another version.</summary>
    private static Before.ScoutPolicy Matched(IMaskedNetwork policy, out ModelMatch match)
    {
        using TemporaryFolder folder = new();
        Before.ScoutPolicy saved = new();
        Weights.Randomise(saved, seed: 3);
        saved.Save(folder["scout"]);
        match = policy.LoadMatching(folder["scout"]);
        return saved;
    }

    private static void SameExcept(nn.Module expected, nn.Module actual, params string[] names)
    {
        Dictionary<string, string> values = State.Of(expected);
        bool IsCompared(string name) => !names.Any(other => name.StartsWith(other, StringComparison.Ordinal));
        string[] compared = [.. State.Of(actual).Keys.Where(IsCompared)];
        Assert.NotEmpty(compared);
        Assert.All(compared, name => Assert.Equal(values[name], State.Of(actual)[name]));
    }

    private static void IsRefused<TPolicy>(TPolicy policy, params string[] differences) where TPolicy : nn.Module, IMaskedNetwork
    {
        using TemporaryFolder folder = new();
        using Before.ScoutPolicy saved = new();
        using (policy)
        {
            saved.Save(folder["scout"]);
            Dictionary<string, string> before = State.Of(policy);

            ModelMismatchException refused = Assert.Throws<ModelMismatchException>(() => policy.LoadFrom(folder["scout"]));

            Assert.Equal(differences, refused.Differences);
            Assert.Equal(before, State.Of(policy));
        }
    }
}
