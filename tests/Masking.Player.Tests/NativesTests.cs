using System.Reflection;
using Masking.Choices;
using Masking.CompilerServices;
using Masking.Heads;

namespace Masking.Player.Tests;

/// <summary>
/// A player reads declarations and makes plans of them. None of these types holds an object of TorchSharp, whose initialization would need
/// the native libraries.
/// </summary>
public sealed class NativesTests
{
    public static TheoryData<Type> Types =>
    [
        typeof(ActionPlan), typeof(ActionTensor), typeof(ChoicePlan), typeof(ComponentPlan), typeof(Gate), typeof(HeadPlan),
        typeof(NumberForm), typeof(HostArrays), typeof(HostArray), typeof(HostArray<float>), typeof(HostMask<int>), typeof(PlayerSession),
    ];

    [Theory, MemberData(nameof(Types))]
    public void AType_HasNoFieldOfTorchSharp(Type type) => Assert.DoesNotContain(
        type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic),
        field => field.FieldType.Assembly == typeof(TorchSharp.torch).Assembly);
}
