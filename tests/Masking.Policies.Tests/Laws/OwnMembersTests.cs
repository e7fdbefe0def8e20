using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Members that a policy declares itself do not affect the generated members.</summary>
public sealed class OwnMembersTests
{
    [Fact]
    public void PartsAreRegistered_WhateverTheClassDeclares()
    {
        using HarborPolicy policy = new("north");

        Assert.Equal("north", policy.Name);
        Assert.Equal(["Weather", "Core", "Command", "Berth", "Unload", "Value"], policy.named_children().Select(child => child.name));
        Assert.NotEmpty(policy.parameters());
    }

    [Fact]
    public void ParametersOutliveTheScope_WhateverTheClassDeclares()
    {
        HarborPolicy policy;
        using (NewDisposeScope())
        {
            policy = new HarborPolicy("south");
        }

        using (policy)
        {
            Assert.All(policy.parameters(), parameter => Assert.False(parameter.IsInvalid));
        }
    }

    [Fact]
    public void RowsWithoutALegalChoice_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        HarborPolicy policy = new("east");

        NoLegalActionException refused = Assert.Throws<NoLegalActionException>(() =>
            policy.forward(Observation(commandMask: tensor(new[] { true, true, true, false, false, false }, 2, 3))));

        Assert.Equal("Command", refused.Head);
    }

    [Fact]
    public void AHeadThatDependsOnFewOfManyChoices_ActsForThoseOnly()
    {
        using DisposeScope scope = NewDisposeScope();
        HarborPolicy policy = new("west");
        RandomStream stream = new(seed: 3);
        for (int berth = 0; berth < 100; berth++)
        {
            Tensor berths = zeros(2, 100, ScalarType.Bool);
            berths[.., berth] = ones(2, ScalarType.Bool);

            (HarborPolicy.Actions actions, _, _) = policy.Act(Observation(berths: berths), stream);

            Assert.Equal(berth, actions.BerthAt(1));
            Assert.Equal(berth is 7 or 98, actions.UnloadAt(1) is not null);
        }
    }

    [Fact]
    public void Load_IsNotAffectedByTheMembersOfTheClass()
    {
        using ModelFiles.TemporaryFolder folder = new();
        using HarborPolicy saved = new("south");
        saved.Save(folder["harbor"]);

        using HarborPolicy loaded = HarborPolicy.Load(folder["harbor"]);

        Assert.Equal(ModelFiles.State.Of(saved), ModelFiles.State.Of(loaded));
    }

    private static HarborPolicy.Observation Observation(Tensor? commandMask = null, Tensor? berths = null) => new()
    {
        Weather = ones(2, 3),
        CommandMask = commandMask,
        BerthMask = berths,
        UnloadMask = null,
    };
}
