using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

internal static class Refused
{
    /// <summary>Asserts that a call throws MaskShapeException with the given names and shapes, and leaks no tensor.</summary>
    public static void ByShape(string owner, string member, string expected, string actual, Action call)
    {
        MaskShapeException refused = WithoutLeak<MaskShapeException>(call);
        Assert.Equal((owner, member, expected, actual), (refused.Policy, refused.Member, refused.Expected, refused.Actual));
        Assert.StartsWith($"{owner}.{member}: expected {expected}, got {actual}. ", refused.Message);
    }

    /// <summary>Asserts that a call throws and leaks no tensor.</summary>
    public static TException WithoutLeak<TException>(Action call) where TException : Exception
    {
        TException? thrown = null;
        LiveTensors.AreUnchangedBy(() => thrown = Assert.Throws<TException>(call));
        return thrown!;
    }

    /// <summary>Asserts that actions below -1 or beyond the choices are refused, and that those in between are not.</summary>
    public static void ActionsOutside(long[] shape, long choices, Func<Tensor, Tensor> logProb)
    {
        foreach (long action in new[] { -2, choices, long.MinValue, long.MaxValue })
        {
            using Tensor actions = full(shape, Constant.Of(action), ScalarType.Int64);
            Assert.Equal("actions", WithoutLeak<ArgumentOutOfRangeException>(() => logProb(actions)).ParamName);
        }

        foreach (long action in new[] { -1, choices - 1 })
        {
            using Tensor actions = full(shape, Constant.Of(action), ScalarType.Int64);
            TensorAssert.NoNaN(logProb(actions));
        }
    }
}
